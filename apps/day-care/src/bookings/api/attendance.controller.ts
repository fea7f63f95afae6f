import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { BookingView, CheckIn, CheckOut, Id, RecordInsurance, RecordNoShow } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CheckInHandler } from '../application/check-in.handler.js';
import { CheckOutHandler } from '../application/check-out.handler.js';
import { FindBookings } from '../application/find-bookings.query.js';
import { RecordInsuranceHandler } from '../application/record-insurance.handler.js';
import { RecordNoShowHandler } from '../application/record-no-show.handler.js';

/** What the centre's staff records about the day itself. */
@Controller('v1/bookings/:id')
export class AttendanceController {
  constructor(
    private readonly arriving: CheckInHandler,
    private readonly leaving: CheckOutHandler,
    private readonly missing: RecordNoShowHandler,
    private readonly insuring: RecordInsuranceHandler,
    private readonly bookings: FindBookings,
  ) {}

  @Post('check-in')
  @RequirePermission('day-care.attendance.record')
  @Answer(BookingView)
  async checkIn(
    @Param('id', { schema: Id }) bookingId: string,
    @Body({ schema: CheckIn }) body: CheckIn,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<BookingView> {
    return this.bookings.one(actor, await this.arriving.execute({ actor, bookingId, request, meta }, body));
  }

  @Post('check-out')
  @RequirePermission('day-care.attendance.record')
  @Answer(BookingView)
  async checkOut(
    @Param('id', { schema: Id }) bookingId: string,
    @Body({ schema: CheckOut }) body: CheckOut,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<BookingView> {
    return this.bookings.one(actor, await this.leaving.execute({ actor, bookingId, request, meta }, body));
  }

  /** What care insurance paid for a day that is over. Entered again it is corrected; the day is decided again. */
  @Post('insurance')
  @RequirePermission('day-care.insurance.record')
  @Answer(BookingView)
  async insurance(
    @Param('id', { schema: Id }) bookingId: string,
    @Body({ schema: RecordInsurance }) body: RecordInsurance,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<BookingView> {
    return this.bookings.one(actor, await this.insuring.execute({ actor, bookingId, request, meta }, body));
  }

  @Post('no-show')
  @RequirePermission('day-care.attendance.record')
  @Answer(BookingView)
  async noShow(
    @Param('id', { schema: Id }) bookingId: string,
    @Body({ schema: RecordNoShow }) _body: RecordNoShow,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<BookingView> {
    return this.bookings.one(actor, await this.missing.execute({ actor, bookingId, request, meta }));
  }
}
