import type { RetentionRun } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { addDays, shanghaiDate } from '@doorstep/kernel';
import { CLOCK, ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistryEnv } from '../../env.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { Retention } from './retention.port.js';

const RUNS_SHOWN = 100;

/** Drops what has been kept for its time, once a business day, and keeps a report without persons. */
@Injectable()
export class ApplyRetention {
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
    return this.transactions.run('system', { keys: [{ space: 'operation', key: 'retention' }] }, async (tx) => {
      if (await this.retention.isDone(tx, runOn)) return undefined;
      const visits = await this.retention.dropVisits(tx, addDays(runOn, -this.env.RETENTION_VISIT_DAYS));
      const notes = await this.retention.dropReplacedNotes(tx, addDays(runOn, -this.env.RETENTION_NOTE_DAYS));
      const run = { runOn, appliedAt: now.toISOString(), visits, notes };
      await this.retention.save(tx, run);
      return run;
    });
  }

  runs(): Promise<RetentionRun[]> {
    return this.transactions.read('system', (tx) => this.retention.runs(tx, RUNS_SHOWN));
  }
}
