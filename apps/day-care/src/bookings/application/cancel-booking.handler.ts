import { actChannelOf, actorRef } from '@doorstep/auth';
import type { CancelBooking } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Centres } from '../../centres/application/centres.port.js';
import { Sessions } from '../../sessions/application/sessions.port.js';
import type { Booking } from '../domain/booking.js';
import { cancel } from '../domain/booking.js';
import { CauseNotAllowedError } from '../domain/booking.errors.js';
import { assertNoticeKept } from '../domain/booking-rules.js';
import { actsForCentre } from './booking-access.js';
import { eventOf } from './booking-events.js';
import { Bookings } from './bookings.port.js';
import type { BookingCommand } from './change-booking.js';
import { ChangeBooking } from './change-booking.js';

/** Gives the place back. A hospital stay may be reported at any time: whether it is free of charge is decided in `benefits`. */
@Injectable()
export class CancelBookingHandler {
  constructor(
    private readonly change: ChangeBooking,
    private readonly centres: Centres,
    private readonly sessions: Sessions,
    private readonly bookings: Bookings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: BookingCommand, { cause, via: said }: CancelBooking): Promise<string> {
    const via = actChannelOf(command.actor, said);
    const tell = (booking: Booking) => [eventOf(booking, via)];
    return this.change.run(
      command,
      async (tx, booking) => {
        const cancelled = cancel(booking, cause, this.clock.now());
        await this.assertAllowed(tx, command, booking, cause);
        await this.sessions.freePlaces(tx, [booking]);
        await this.bookings.noteCancelled(tx, booking.id, { by: actorRef(command.actor), via });
        return cancelled;
      },
      { byAnyone: true, tell },
    );
  }

  private async assertAllowed(
    tx: Tx,
    { actor }: BookingCommand,
    { siteId, serviceDate }: Booking,
    cause: CancelBooking['cause'],
  ): Promise<void> {
    const byCentre = actsForCentre(actor, siteId);
    if (cause === 'centre' && !byCentre) throw new CauseNotAllowedError();
    if (cause === 'hospital') return;
    const session = await this.sessions.find(tx, siteId, serviceDate);
    const centre = await this.centres.find(tx, siteId);
    if (session) assertNoticeKept(session, byCentre, this.clock.now(), centre?.phone ?? null);
  }
}
