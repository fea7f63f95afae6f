import type { RecordInsurance } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { fen } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { insured } from '../domain/booking.js';
import { InsuranceTooOftenError } from '../domain/booking.errors.js';
import { insuranceEvent } from './booking-events.js';
import { Bookings } from './bookings.port.js';
import type { BookingCommand } from './change-booking.js';
import { ChangeBooking } from './change-booking.js';

/** What care insurance paid, learnt after the person had left, or corrected; `benefits` decides the day again. */
@Injectable()
export class RecordInsuranceHandler {
  constructor(
    private readonly change: ChangeBooking,
    private readonly bookings: Bookings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: BookingCommand, { insurancePaidFen, insuranceReference }: RecordInsurance): Promise<string> {
    const at = this.clock.now();
    let isNew = false;
    return this.change.run(
      command,
      async (tx, booking) => {
        const paid = insured(booking, { insurancePaidFen: fen(insurancePaidFen), insuranceReference });
        isNew = paid !== booking;
        const isNoted = !isNew || (await this.bookings.noteInsurance(tx, paid, { by: command.meta.actor, at }));
        if (!isNoted) throw new InsuranceTooOftenError();
        return paid;
      },
      { tell: (booking) => (isNew ? [insuranceEvent(booking, at)] : []) },
    );
  }
}
