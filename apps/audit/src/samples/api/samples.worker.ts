import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { DrawSampleHandler } from '../application/draw-sample.handler.js';

const PAUSE_MS = 500;

/** Looks for samples that were asked for. One at a time in a process, so that drawing leaves most of the machine to the log. */
@Injectable()
export class SamplesWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly samples: DrawSampleHandler,
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
      this.running = this.work();
    }, PAUSE_MS);
  }

  private async work(): Promise<void> {
    try {
      while (this.timer && (await this.samples.next()));
    } catch (error) {
      this.logger.error({ err: error }, 'a sample could not be drawn');
    }
    if (this.timer) this.schedule();
  }
}
