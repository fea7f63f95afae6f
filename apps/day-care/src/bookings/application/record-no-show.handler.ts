import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Sessions } from '../../sessions/application/sessions.port.js';
import { missed } from '../domain/booking.js';
import { AttendanceSettings } from './attendance-settings.js';
import type { BookingCommand } from './change-booking.js';
import { ChangeBooking } from './change-booking.js';

/** Nobody came. The place is free for somebody who does. */
@Injectable()
export class RecordNoShowHandler {
  constructor(
    private readonly change: ChangeBooking,
    private readonly sessions: Sessions,
    private readonly settings: AttendanceSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: BookingCommand): Promise<string> {
    const recording = { now: this.clock.now(), toleranceMinutes: this.settings.toleranceMinutes };
    return this.change.run(command, async (tx, booking) => {
      const noShow = missed(booking, recording);
      await this.sessions.freePlaces(tx, [booking]);
      return noShow;
    });
  }
}
