import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '../boot/tokens.js';
import type { Logger } from '../logging/logger.js';
import { BackgroundWorker } from './background-worker.js';

const LOOK_EVERY_MS = 3_600_000;

/** Drops what a service has kept for its time, once a day. */
export abstract class RetentionRuns {
  /** Answers what it did, as numbers for the log; undefined when today's run is done, also by another instance. */
  abstract execute(): Promise<object | undefined>;
}

/** Looks every hour whether today's run is done. */
@Injectable()
export class RetentionWorker extends BackgroundWorker {
  constructor(
    private readonly runs: RetentionRuns,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super(log, { everyMs: LOOK_EVERY_MS, failed: 'retention periods could not be applied; tried again in an hour' });
  }

  protected override async turn(): Promise<boolean> {
    const run = await this.runs.execute();
    if (run) this.log.info(run, 'retention periods were applied');
    return false;
  }
}
