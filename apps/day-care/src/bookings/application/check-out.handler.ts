import type { CheckOut } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { fen } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { checkOut } from '../domain/booking.js';
import { AttendanceSettings } from './attendance-settings.js';
import type { BookingCommand } from './change-booking.js';
import { ChangeBooking } from './change-booking.js';

/** Ends the stay; fee and shares come back from `benefits`. */
@Injectable()
export class CheckOutHandler {
  constructor(
    private readonly change: ChangeBooking,
    private readonly settings: AttendanceSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: BookingCommand, { at, insurancePaidFen, otherPublicPaidFen }: CheckOut): Promise<string> {
    const now = this.clock.now();
    const recording = { now, toleranceMinutes: this.settings.toleranceMinutes };
    const paid = { insurancePaidFen: fen(insurancePaidFen), otherPublicPaidFen: fen(otherPublicPaidFen) };
    return this.change.run(command, (_tx, booking) => checkOut(booking, at ? new Date(at) : now, paid, recording));
  }
}
