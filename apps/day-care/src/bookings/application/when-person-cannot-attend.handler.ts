import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { People } from '../../people/application/people.port.js';
import { obstacleOn } from '../../people/domain/attendance-obstacle.js';
import { Sessions } from '../../sessions/application/sessions.port.js';
import type { Booking } from '../domain/booking.js';
import { cancel } from '../domain/booking.js';
import { eventOf } from './booking-events.js';
import { Bookings } from './bookings.port.js';

/**
 * A death or a hospital stay ends the bookings that it covers, from today on, free of charge. What was attended or missed before it
 * became known is left alone: `benefits` decides such days again.
 */
@Injectable()
export class WhenPersonCannotAttendHandler {
  constructor(
    private readonly people: People,
    private readonly bookings: Bookings,
    private readonly sessions: Sessions,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * `metaOf` tells for each person which event brought the news; it concerns all files of the person. Those whose lanes are not held, since
   * they became the person's a moment ago, are left to `CheckAttendance`.
   */
  async execute(tx: Tx, metaOf: ReadonlyMap<string, EventMeta>): Promise<void> {
    const now = this.clock.now();
    const news = await this.newsOf(tx, metaOf);
    const absences = await this.people.absencesOf(tx, [...news.keys()]);
    if (absences.size === 0) return;
    const open = await this.bookings.confirmedOf(tx, [...absences.keys()], shanghaiDate(now));
    const cancelled = open.flatMap((booking): Booking[] => {
      const obstacle = obstacleOn(booking.serviceDate, absences.get(booking.personId) ?? []);
      return obstacle ? [cancel(booking, obstacle === 'deceased' ? 'death' : 'hospital', now)] : [];
    });
    if (cancelled.length === 0) return;
    await this.bookings.update(tx, cancelled);
    await this.sessions.freePlaces(tx, cancelled);
    for (const booking of cancelled) {
      const meta = news.get(booking.personId) as EventMeta;
      await this.bookings.noteCancelled(tx, booking.id, { by: meta.actor, via: null });
      await this.outbox.add(tx, meta, eventOf(booking));
    }
  }

  /** The files that can be worked on now. */
  private async newsOf(tx: Tx, metaOf: ReadonlyMap<string, EventMeta>): Promise<ReadonlyMap<string, EventMeta>> {
    const files = await this.people.filesOf(tx, [...metaOf.keys()]);
    const [held, later] = [new Map<string, EventMeta>(), new Map<string, EventMeta>()];
    for (const [file, asked] of files)
      (tx.holds({ space: 'person', key: file }) ? held : later).set(file, metaOf.get(asked) as EventMeta);
    await this.people.noteChecks(tx, later);
    return held;
  }
}
