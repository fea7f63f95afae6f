import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ApplyRetention } from '../application/apply-retention.handler.js';

const LOOK_EVERY_MS = 3_600_000;

/** Looks every hour whether today's run is done. */
@Injectable()
export class RetentionWorker extends BackgroundWorker {
  constructor(
    private readonly apply: ApplyRetention,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super(log, { everyMs: LOOK_EVERY_MS, failed: 'retention periods could not be applied; tried again in an hour' });
  }

  protected override async turn(): Promise<boolean> {
    const run = await this.apply.execute();
    if (run) this.log.info(run, 'retention periods were applied');
    return false;
  }
}
