import { Module } from '@nestjs/common';
import { BookingsModule } from '../bookings/bookings.module.js';
import { CentresModule } from '../centres/centres.module.js';
import { WaitlistModule } from '../waitlist/waitlist.module.js';
import { ClosedDaysWorker } from './api/closed-days.worker.js';
import { CallOffClosedDays } from './application/call-off-closed-days.handler.js';

@Module({
  imports: [CentresModule, BookingsModule, WaitlistModule],
  providers: [CallOffClosedDays, ClosedDaysWorker],
})
export class ClosedDaysModule {}
