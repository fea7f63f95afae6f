import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import { CentresModule } from '../centres/centres.module.js';
import type { DayCareEnv } from '../env.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AttendanceChecksWorker } from './api/attendance-checks.worker.js';
import { AttendanceController } from './api/attendance.controller.js';
import { BookingsController } from './api/bookings.controller.js';
import { ClaimConsumer } from './api/claim.consumer.js';
import { PersonConsumer } from './api/person.consumer.js';
import { AttendanceSettings } from './application/attendance-settings.js';
import { BookingClaims } from './application/booking-claims.port.js';
import { BookingViews } from './application/booking-views.port.js';
import { BookingWork } from './application/booking-work.js';
import { Bookings } from './application/bookings.port.js';
import { CallOffSession } from './application/call-off-session.js';
import { CancelBookingHandler } from './application/cancel-booking.handler.js';
import { ChangeBooking } from './application/change-booking.js';
import { CheckAttendance } from './application/check-attendance.handler.js';
import { CheckInHandler } from './application/check-in.handler.js';
import { CheckOutHandler } from './application/check-out.handler.js';
import { FindBookings } from './application/find-bookings.query.js';
import { PlaceBookingHandler } from './application/place-booking.handler.js';
import { Places } from './application/places.js';
import { RecordInsuranceHandler } from './application/record-insurance.handler.js';
import { RecordNoShowHandler } from './application/record-no-show.handler.js';
import { WhenPersonCannotAttendHandler } from './application/when-person-cannot-attend.handler.js';
import { SqlBookingClaims } from './infrastructure/sql-booking-claims.js';
import { SqlBookingViews } from './infrastructure/sql-booking-views.js';
import { TypeOrmBookings } from './infrastructure/typeorm-bookings.js';

const handlers = [
  BookingWork,
  ChangeBooking,
  PlaceBookingHandler,
  Places,
  CheckInHandler,
  CheckOutHandler,
  CancelBookingHandler,
  CallOffSession,
  RecordInsuranceHandler,
  RecordNoShowHandler,
  WhenPersonCannotAttendHandler,
  CheckAttendance,
  FindBookings,
];

@Module({
  imports: [CentresModule, PeopleModule, SessionsModule],
  controllers: [BookingsController, AttendanceController],
  providers: [
    ...handlers,
    ClaimConsumer,
    PersonConsumer,
    AttendanceChecksWorker,
    { provide: Bookings, useClass: TypeOrmBookings },
    { provide: BookingViews, useClass: SqlBookingViews },
    { provide: BookingClaims, useClass: SqlBookingClaims },
    {
      provide: AttendanceSettings,
      inject: [ENV],
      useFactory: (env: DayCareEnv): AttendanceSettings => ({ toleranceMinutes: env.TIME_TOLERANCE_MINUTES }),
    },
  ],
  exports: [Bookings, Places, CallOffSession],
})
export class BookingsModule {}
