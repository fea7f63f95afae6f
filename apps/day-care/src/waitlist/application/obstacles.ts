import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Bookings } from '../../bookings/application/bookings.port.js';
import { People } from '../../people/application/people.port.js';
import { obstacleOn } from '../../people/domain/attendance-obstacle.js';
import type { Waiting } from '../domain/waiting.js';

/** Why somebody in line is offered nothing: not known (any more), dead, in hospital, or with a place for that day. */
@Injectable()
export class Obstacles {
  constructor(
    private readonly people: People,
    private readonly bookings: Bookings,
  ) {}

  async has(tx: Tx, { personId, serviceDate }: Waiting): Promise<boolean> {
    if (!(await this.people.isKnown(tx, personId))) return true;
    const facts = (await this.people.absencesOf(tx, [personId])).get(personId) ?? [];
    if (obstacleOn(serviceDate, facts)) return true;
    return (await this.bookings.findLive(tx, personId, serviceDate)) !== undefined;
  }
}
