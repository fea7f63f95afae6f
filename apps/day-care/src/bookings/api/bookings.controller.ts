import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { BookingListQuery, BookingPage, BookingView, CancelBooking, Id, PlaceBooking } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CancelBookingHandler } from '../application/cancel-booking.handler.js';
import { FindBookings } from '../application/find-bookings.query.js';
import { PlaceBookingHandler } from '../application/place-booking.handler.js';

@Controller('v1/bookings')
export class BookingsController {
  constructor(
    private readonly placing: PlaceBookingHandler,
    private readonly cancelling: CancelBookingHandler,
    private readonly bookings: FindBookings,
  ) {}

  @Post()
  @RequirePermission('day-care.booking.place')
  @Answer(BookingView, 201)
  async place(
    @Body({ schema: PlaceBooking }) booking: PlaceBooking,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<BookingView> {
    return this.bookings.one(actor, await this.placing.execute({ actor, booking, request, meta }));
  }

  @Get()
  @RequirePermission('day-care.booking.read')
  @ListOf(BookingPage, 'bookings')
  list(
    @Query({ schema: BookingListQuery }) query: BookingListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<BookingPage> {
    return this.bookings.page(actor, query);
  }

  @Get(':id')
  @RequirePermission('day-care.booking.read')
  @Answer(BookingView)
  get(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): Promise<BookingView> {
    return this.bookings.one(actor, id);
  }

  @Post(':id/cancellation')
  @RequirePermission('day-care.booking.cancel')
  @Answer(BookingView)
  async cancel(
    @Param('id', { schema: Id }) bookingId: string,
    @Body({ schema: CancelBooking }) body: CancelBooking,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<BookingView> {
    return this.bookings.one(actor, await this.cancelling.execute({ actor, bookingId, request, meta }, body));
  }
}
