import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { CheckAttendance } from '../application/check-attendance.handler.js';

const EVERY_MS = 1_000;

/** Sees every second whether files became one person. */
@Injectable()
export class AttendanceChecksWorker extends BackgroundWorker {
  constructor(
    private readonly check: CheckAttendance,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: EVERY_MS, failed: 'bookings of merged files could not be looked at' });
  }

  protected override turn(): Promise<number> {
    return this.check.execute();
  }
}
