import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { ApplyRetention } from './apply-retention.handler.js';

const LOOK_EVERY_MS = 3_600_000;

/** Looks every hour whether today's run is done. */
@Injectable()
export class RetentionClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly apply: ApplyRetention,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const run = await this.apply.execute();
      if (run) this.logger.info(run, 'retention periods were applied');
    } catch (error) {
      this.logger.error({ err: error }, 'retention periods could not be applied; tried again in an hour');
    }
  }
}
