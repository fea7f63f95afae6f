import type { Clock, LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Sessions } from '../../sessions/application/sessions.port.js';
import type { Booking } from '../domain/booking.js';
import { cancel } from '../domain/booking.js';
import { eventOf } from './booking-events.js';
import { Bookings } from './bookings.port.js';

const READ_AHEAD = 500;

/** Calls off the bookings of a session that its centre does not hold: each under its person's lane. Who has arrived stays. */
@Injectable()
export class CallOffSession {
  constructor(
    private readonly transactions: Transactions,
    private readonly bookings: Bookings,
    private readonly sessions: Sessions,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(siteId: string, serviceDate: LocalDate, meta: EventMeta): Promise<void> {
    for (;;) {
      const open = await this.transactions.read((tx) => this.bookings.confirmedAt(tx, siteId, serviceDate, READ_AHEAD));
      if (open.length === 0) return;
      for (const booking of open) await this.callOff(booking, meta);
    }
  }

  private callOff({ id, personId }: Booking, meta: EventMeta): Promise<void> {
    return this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const booking = await this.bookings.find(tx, id);
      if (booking?.state !== 'confirmed') return;
      const cancelled = cancel(booking, 'centre', this.clock.now());
      await this.bookings.update(tx, [cancelled]);
      await this.sessions.freePlaces(tx, [cancelled]);
      await this.bookings.noteCancelled(tx, id, { by: meta.actor, via: null });
      await this.outbox.add(tx, meta, eventOf(cancelled));
    });
  }
}
