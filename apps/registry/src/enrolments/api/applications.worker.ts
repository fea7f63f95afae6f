import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { ExpireApplications } from '../application/expire-applications.js';

const EVERY_MS = 60_000;

/** Looks every minute for what is due. One look at a time; a failed one is logged and tried again. */
@Injectable()
export class ApplicationsWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly expireApplications: ExpireApplications,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.running = this.look();
    }, EVERY_MS);
  }

  private async look(): Promise<void> {
    try {
      await this.expireApplications.execute();
    } catch (error) {
      this.logger.error({ err: error }, 'due applications could not be worked off');
    }
    if (this.timer) this.schedule();
  }
}
