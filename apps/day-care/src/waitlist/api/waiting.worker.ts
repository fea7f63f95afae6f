import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { AdvanceLine } from '../application/advance-line.handler.js';

const EVERY_MS = 1_000;

/** Sees every second whether a place is free that somebody waits for. */
@Injectable()
export class WaitingWorker extends BackgroundWorker {
  constructor(
    private readonly advance: AdvanceLine,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: EVERY_MS, failed: 'waiting lines could not be moved on' });
  }

  protected override turn(): Promise<number> {
    return this.advance.execute();
  }
}
