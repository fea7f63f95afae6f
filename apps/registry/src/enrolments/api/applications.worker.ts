import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ExpireApplications } from '../application/expire-applications.js';

const EVERY_MS = 60_000;

/** Looks every minute for what is due. */
@Injectable()
export class ApplicationsWorker extends BackgroundWorker {
  constructor(
    private readonly expireApplications: ExpireApplications,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: EVERY_MS, failed: 'due applications could not be worked off' });
  }

  protected override async turn(): Promise<boolean> {
    await this.expireApplications.execute();
    return false;
  }
}
