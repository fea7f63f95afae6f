import type { CheckOut } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { fen } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { checkOut } from '../domain/booking.js';
import { AttendanceSettings } from './attendance-settings.js';
import { Bookings } from './bookings.port.js';
import type { BookingCommand } from './change-booking.js';
import { ChangeBooking } from './change-booking.js';

/** Ends the stay; fee and shares come back from `benefits`. */
@Injectable()
export class CheckOutHandler {
  constructor(
    private readonly change: ChangeBooking,
    private readonly bookings: Bookings,
    private readonly settings: AttendanceSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: BookingCommand, body: CheckOut): Promise<string> {
    const now = this.clock.now();
    const recording = { now, toleranceMinutes: this.settings.toleranceMinutes };
    const paid = {
      insurancePaidFen: fen(body.insurancePaidFen),
      insuranceReference: body.insuranceReference,
      otherPublicPaidFen: fen(body.otherPublicPaidFen),
    };
    return this.change.run(command, async (tx, booking) => {
      const left = checkOut(booking, body.at ? new Date(body.at) : now, paid, recording);
      if (body.insurancePaidFen > 0) await this.bookings.noteInsurance(tx, left, { by: command.meta.actor, at: now });
      return left;
    });
  }
}
