import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ErasePersonsHandler } from '../application/erase-persons.handler.js';

const PAUSE_MS = 1_000;

/** Follows the journal for persons who were erased, and looks for those whose retention has ended. */
@Injectable()
export class ErasureWorker extends BackgroundWorker {
  constructor(
    private readonly erase: ErasePersonsHandler,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: PAUSE_MS, failed: 'persons could not be erased; it is tried again' });
  }

  protected override turn(): Promise<boolean> {
    return this.erase.execute();
  }
}
