import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ApplyDueTerms } from '../application/apply-due-terms.handler.js';

const EVERY_MS = 60_000;

/** Sees every minute whether a new day has begun. */
@Injectable()
export class SiteTermsWorker extends BackgroundWorker {
  constructor(
    private readonly apply: ApplyDueTerms,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: EVERY_MS, failed: 'terms of sites that begin today could not be applied' });
  }

  protected override async turn(): Promise<boolean> {
    await this.apply.execute();
    return false;
  }
}
