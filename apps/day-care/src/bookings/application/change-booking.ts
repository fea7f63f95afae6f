import type { Actor } from '@doorstep/auth';
import { AreaReach } from '@doorstep/auth';
import type { EventMeta, NewEvent } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Booking } from '../domain/booking.js';
import { BookingNotFoundError } from '../domain/booking.errors.js';
import { assertActsForCentre, assertMaySee } from './booking-access.js';
import { BookingWork } from './booking-work.js';
import { Bookings } from './bookings.port.js';

export interface BookingCommand {
  readonly actor: Actor;
  readonly bookingId: string;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

export interface ChangeOptions {
  /** Whoever may see the booking may do it; otherwise only the centre. */
  readonly byAnyone?: boolean;
  /** Instead of the state that the booking has reached. */
  readonly tell?: (booking: Booking) => readonly NewEvent[];
}

/** A step of a booking's life. It is read once before the transaction, since the lane is its person, and again under the lane. */
@Injectable()
export class ChangeBooking {
  constructor(
    private readonly transactions: Transactions,
    private readonly work: BookingWork,
    private readonly bookings: Bookings,
    private readonly areaReach: AreaReach,
  ) {}

  async run(
    { actor, bookingId, request, meta }: BookingCommand,
    change: (tx: Tx, booking: Booking) => Promise<Booking> | Booking,
    { byAnyone = false, tell }: ChangeOptions = {},
  ): Promise<string> {
    const known = await this.transactions.read((tx) => this.bookings.find(tx, bookingId));
    if (!known) throw new BookingNotFoundError();
    assertMaySee(await this.areaReach.to(actor, known.personId), known);
    if (!byAnyone) assertActsForCentre(actor, known);
    const work = async (tx: Tx): Promise<Booking> => {
      const booking = await this.bookings.find(tx, bookingId);
      if (!booking) throw new BookingNotFoundError();
      const changed = await change(tx, booking);
      await this.bookings.update(tx, [changed]);
      return changed;
    };
    return this.work.run({ personId: known.personId, request, meta, status: 200 }, work, tell);
  }
}
