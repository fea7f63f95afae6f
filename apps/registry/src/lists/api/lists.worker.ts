import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { DiscardOldLists } from '../application/discard-old-lists.handler.js';

const LOOK_EVERY_MS = 3_600_000;

/** Looks every hour for lists that wait no longer. */
@Injectable()
export class ListsWorker extends BackgroundWorker {
  constructor(
    private readonly discardOldLists: DiscardOldLists,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: LOOK_EVERY_MS, failed: 'old lists could not be discarded; tried again in an hour' });
  }

  protected override async turn(): Promise<boolean> {
    await this.discardOldLists.execute();
    return false;
  }
}
