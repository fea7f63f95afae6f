import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { DensitySettings } from '../application/density-settings.js';
import { ProveDensityHandler } from '../application/prove-density.handler.js';

/** Looks again and again whether every source is dense. */
@Injectable()
export class DensityWorker extends BackgroundWorker {
  constructor(
    private readonly proveDensity: ProveDensityHandler,
    settings: DensitySettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: settings.everyMs, failed: 'the density of the sources could not be proved' });
  }

  protected override async turn(): Promise<boolean> {
    await this.proveDensity.execute();
    return false;
  }
}
