import type { Actor } from '@doorstep/auth';
import { actChannelOf, AreaReach } from '@doorstep/auth';
import type { JoinWaitlist } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { assertMayBook } from '../../bookings/application/booking-access.js';
import { Line } from './line.js';
import { waitingEvent } from './waiting-events.js';
import { WaitingWork } from './waiting-work.js';

export interface JoinWaitlistCommand {
  readonly actor: Actor;
  readonly wanted: JoinWaitlist;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** Puts somebody at the end of the line of a session that is full. Answers the id. */
@Injectable()
export class JoinWaitlistHandler {
  constructor(
    private readonly work: WaitingWork,
    private readonly line: Line,
    private readonly areaReach: AreaReach,
  ) {}

  async execute({ actor, wanted, request, meta }: JoinWaitlistCommand): Promise<string> {
    assertMayBook(await this.areaReach.to(actor, wanted.personId), wanted);
    const { via, ...visit } = wanted;
    return this.work.run({ personId: wanted.personId, request, meta, status: 201 }, async (tx) => {
      const waiting = await this.line.join(tx, actor, visit);
      return { id: waiting.id, events: [waitingEvent(waiting, actChannelOf(actor, via))] };
    });
  }
}
