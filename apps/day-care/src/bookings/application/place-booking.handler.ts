import type { Actor } from '@doorstep/auth';
import { actChannelOf, actorRef, AreaReach } from '@doorstep/auth';
import type { ActChannel, PlaceBooking } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Booking } from '../domain/booking.js';
import { confirmed } from '../domain/booking.js';
import { AlreadyBookedError, BookingIdTakenError } from '../domain/booking.errors.js';
import { assertBookableDate } from '../domain/booking-rules.js';
import { actsForCentre, assertMayBook, bookedBy } from './booking-access.js';
import { eventOf } from './booking-events.js';
import { BookingWork } from './booking-work.js';
import { Bookings } from './bookings.port.js';
import { Places } from './places.js';

export interface PlaceBookingCommand {
  readonly actor: Actor;
  readonly booking: PlaceBooking;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** Takes a place for somebody on a date. Answers the booking's id. */
@Injectable()
export class PlaceBookingHandler {
  constructor(
    private readonly work: BookingWork,
    private readonly bookings: Bookings,
    private readonly places: Places,
    private readonly areaReach: AreaReach,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, booking, request, meta }: PlaceBookingCommand): Promise<string> {
    assertMayBook(await this.areaReach.to(actor, booking.personId), booking);
    const { via: said, ...wanted } = booking;
    const via = actChannelOf(actor, said);
    return this.work.run(
      { personId: booking.personId, request, meta, status: 201 },
      (tx) => this.place(tx, actor, wanted, via),
      (placed) => [eventOf(placed, via)],
    );
  }

  private async place(tx: Tx, actor: Actor, wanted: Omit<PlaceBooking, 'via'>, via: ActChannel): Promise<Booking> {
    const now = this.clock.now();
    const booking = confirmed({
      ...wanted,
      serviceDate: wanted.serviceDate as LocalDate,
      bookedBy: bookedBy(actor),
      confirmedAt: now,
    });
    assertBookableDate(booking.serviceDate, now);
    if (await this.bookings.find(tx, booking.id)) throw new BookingIdTakenError();
    const other = await this.bookings.findLive(tx, booking.personId, booking.serviceDate);
    if (other) throw new AlreadyBookedError(booking.serviceDate, other.siteId);
    await this.places.take(tx, booking, actsForCentre(actor, booking.siteId));
    await this.bookings.insert(tx, booking, { by: actorRef(actor), via });
    return booking;
  }
}
