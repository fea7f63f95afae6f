import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { CallOffClosedDays } from '../application/call-off-closed-days.handler.js';

const EVERY_MS = 1_000;

/** Sees every second whether the calendar of a site has changed. */
@Injectable()
export class ClosedDaysWorker extends BackgroundWorker {
  constructor(
    private readonly callOff: CallOffClosedDays,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: EVERY_MS, failed: 'orders of closed days could not be called off' });
  }

  protected override turn(): Promise<number> {
    return this.callOff.execute();
  }
}
