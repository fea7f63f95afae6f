import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { DrawSampleHandler } from '../application/draw-sample.handler.js';

const PAUSE_MS = 500;

/** Looks for samples that were asked for. One at a time in a process, so that drawing leaves most of the machine to the log. */
@Injectable()
export class SamplesWorker extends BackgroundWorker {
  constructor(
    private readonly samples: DrawSampleHandler,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: PAUSE_MS, failed: 'a sample could not be drawn' });
  }

  protected override turn(): Promise<boolean> {
    return this.samples.next();
  }
}
