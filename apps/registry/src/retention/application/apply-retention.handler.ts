import type { RetentionRun } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { addDays, shanghaiDate } from '@doorstep/kernel';
import type { RetentionRuns } from '@doorstep/observability';
import { CLOCK, ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistryEnv } from '../../env.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Retained } from './retained.js';
import { ALL_RETAINED, DAYS_OF } from './retained.js';
import { Retention } from './retention.port.js';

const RUNS_SHOWN = 100;
/** Of one day; what is left goes on the next ones. */
const MOST_OF_A_KIND = 20_000;
const LIMIT_MS = 60_000;

/** Drops what has been kept for its time, once a business day, and keeps a report without persons. */
@Injectable()
export class ApplyRetention implements RetentionRuns {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly retention: Retention,
    @Inject(ENV) private readonly env: RegistryEnv,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Undefined when the day is done already, also by another instance: the lane lets one after the other look. */
  execute(): Promise<RetentionRun | undefined> {
    const now = this.clock.now();
    const runOn = shanghaiDate(now);
    const options = { keys: [{ space: 'operation' as const, key: 'retention' }], timeoutMs: LIMIT_MS };
    return this.transactions.run('system', options, async (tx) => {
      if (await this.retention.isDone(tx, runOn)) return undefined;
      const dropped: Partial<Record<Retained, number>> = {};
      for (const what of ALL_RETAINED)
        dropped[what] = await this.retention.drop(tx, what, addDays(runOn, -DAYS_OF[what](this.env)), MOST_OF_A_KIND);
      const run = { runOn, appliedAt: now.toISOString(), ...(dropped as Record<Retained, number>) };
      await this.retention.save(tx, run);
      return run;
    });
  }

  runs(): Promise<RetentionRun[]> {
    return this.transactions.read('system', (tx) => this.retention.runs(tx, RUNS_SHOWN));
  }
}
