import type { AuditRetentionRun } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { RetentionRuns } from '@doorstep/observability';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { RetentionSettings } from './retention-settings.js';
import { Retention } from './retention.port.js';

const RUNS_SHOWN = 100;

/** Drops looks that have been kept for their time, once a business day, and keeps a report. */
@Injectable()
export class ApplyRetention implements RetentionRuns {
  constructor(
    private readonly transactions: Transactions,
    private readonly retention: Retention,
    private readonly settings: RetentionSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Undefined when the day is done already, also by another instance: the lane lets one after the other look. */
  execute(): Promise<AuditRetentionRun | undefined> {
    const now = this.clock.now();
    const runOn = shanghaiDate(now);
    return this.transactions.run({ keys: [{ space: 'operation', key: 'retention' }] }, async (tx) => {
      if (await this.retention.isDone(tx, runOn)) return undefined;
      const dropped = await this.retention.dropLookUps(tx, monthsBefore(now, this.settings.lookUpMonths));
      const run = { runOn, appliedAt: now.toISOString(), ...dropped };
      await this.retention.save(tx, run);
      return run;
    });
  }

  runs(): Promise<AuditRetentionRun[]> {
    return this.transactions.read((tx) => this.retention.runs(tx, RUNS_SHOWN));
  }
}

/** Only whole months are dropped, so the day of the month makes no difference. */
function monthsBefore(now: Date, months: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
}
