import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { JournalPulse } from '../../facts/application/journal-pulse.js';
import { PatrolRecordsHandler } from '../application/patrol-records.handler.js';
import { PatrolSettings } from '../application/patrol-settings.js';

/** Looks at some of the stored records, and then at the next. While the journal is being filled it waits. */
@Injectable()
export class PatrolWorker extends BackgroundWorker {
  constructor(
    private readonly patrol: PatrolRecordsHandler,
    private readonly pulse: JournalPulse,
    settings: PatrolSettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: settings.everyMs, failed: 'stored records could not be looked at' });
  }

  protected override async turn(): Promise<boolean> {
    if (!this.pulse.busy) await this.patrol.execute();
    return false;
  }
}
