import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { LogSettings } from '../application/log-settings.js';
import { LogStatus } from '../application/log-status.js';
import { PublishLogHandler } from '../application/publish-log.handler.js';

const FAILED = 'the log could not be published';

/** Publishes as long as there are new leaves, and looks again after a pause. A failed turn is tried again, and told when it is news. */
@Injectable()
export class LogWorker extends BackgroundWorker {
  constructor(
    private readonly publish: PublishLogHandler,
    private readonly status: LogStatus,
    settings: LogSettings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super(log, { everyMs: settings.everyMs, firstAfterMs: 0, failed: FAILED });
  }

  protected override async turn(): Promise<boolean> {
    try {
      const more = await this.publish.execute();
      this.status.succeeded();
      return more;
    } catch (error) {
      if (this.status.failed(error)) this.log.error({ err: error }, FAILED);
      return false;
    }
  }
}
