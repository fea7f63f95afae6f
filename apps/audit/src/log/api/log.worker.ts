import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { LogSettings } from '../application/log-settings.js';
import { LogStatus } from '../application/log-status.js';
import { PublishLogHandler } from '../application/publish-log.handler.js';

/** Publishes round after round while there are new leaves, and looks again after a pause. A failed round is tried again. */
@Injectable()
export class LogWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly publish: PublishLogHandler,
    private readonly status: LogStatus,
    private readonly settings: LogSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private schedule(afterMs: number): void {
    this.timer = setTimeout(() => {
      this.running = this.round();
    }, afterMs);
  }

  private async round(): Promise<void> {
    let more = false;
    try {
      more = await this.publish.execute();
      this.status.succeeded();
    } catch (error) {
      if (this.status.failed(error)) this.logger.error({ err: error }, 'the log could not be published');
    }
    if (this.timer) this.schedule(more ? 0 : this.settings.everyMs);
  }
}
