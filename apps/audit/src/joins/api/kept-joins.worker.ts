import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { KeepJoinsHandler } from '../application/keep-joins.handler.js';

const PAUSE_MS = 10 * 60_000;

/** Throws away lists whose time is over: at start, and every ten minutes. What is over is not shown in between either. */
@Injectable()
export class KeptJoinsWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly joins: KeepJoinsHandler,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.work();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async work(): Promise<void> {
    try {
      await this.joins.forget();
    } catch (error) {
      this.logger.error({ err: error }, 'lists whose time is over could not be thrown away');
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.work();
    }, PAUSE_MS);
    this.timer.unref();
  }
}
