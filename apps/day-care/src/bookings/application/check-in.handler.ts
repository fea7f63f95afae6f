import type { CheckIn } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { checkIn } from '../domain/booking.js';
import { AttendanceSettings } from './attendance-settings.js';
import type { BookingCommand } from './change-booking.js';
import { ChangeBooking } from './change-booking.js';

@Injectable()
export class CheckInHandler {
  constructor(
    private readonly change: ChangeBooking,
    private readonly settings: AttendanceSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: BookingCommand, { at }: CheckIn): Promise<string> {
    const now = this.clock.now();
    const recording = { now, toleranceMinutes: this.settings.toleranceMinutes };
    return this.change.run(command, (_tx, booking) => checkIn(booking, at ? new Date(at) : now, recording));
  }
}
