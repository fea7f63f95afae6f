import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { KeepJoinsHandler } from '../application/keep-joins.handler.js';

const PAUSE_MS = 10 * 60_000;

/** Throws away lists whose time is over: at start, and every ten minutes. What is over is not shown in between either. */
@Injectable()
export class KeptJoinsWorker extends BackgroundWorker {
  constructor(
    private readonly joins: KeepJoinsHandler,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: PAUSE_MS, firstAfterMs: 0, failed: 'lists whose time is over could not be thrown away' });
  }

  protected override async turn(): Promise<boolean> {
    await this.joins.forget();
    return false;
  }
}
