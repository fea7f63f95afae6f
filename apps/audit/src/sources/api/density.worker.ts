import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { DensitySettings } from '../application/density-settings.js';
import { ProveDensityHandler } from '../application/prove-density.handler.js';

/** Looks again and again whether every source is dense. One look at a time; a failed one is logged and tried again. */
@Injectable()
export class DensityWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly proveDensity: ProveDensityHandler,
    private readonly settings: DensitySettings,
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
    }, this.settings.everyMs);
  }

  private async look(): Promise<void> {
    try {
      await this.proveDensity.execute();
    } catch (error) {
      this.logger.error({ err: error }, 'the density of the sources could not be proved');
    }
    if (this.timer) this.schedule();
  }
}
