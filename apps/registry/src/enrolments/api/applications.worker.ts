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
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super(log, { everyMs: EVERY_MS, failed: 'due applications could not be worked off' });
  }

  protected override async turn(): Promise<boolean> {
    const { failed } = await this.expireApplications.execute();
    for (const { applicationId, error } of failed)
      this.log.error({ err: error, applicationId }, 'a due application could not be worked off; tried again later');
    return false;
  }
}
