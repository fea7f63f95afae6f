import type { AuditRetentionRun } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Retention } from '../application/retention.port.js';

const RUNS = `
  SELECT run_on AS "runOn", applied_at AS "appliedAt", months, look_ups::float8 AS "lookUps" FROM retention_run
  ORDER BY run_on DESC LIMIT $1`;

@Injectable()
export class SqlRetention extends Retention {
  async isDone(tx: Tx, runOn: string): Promise<boolean> {
    return (await tx.query('SELECT FROM retention_run WHERE run_on = $1', [runOn])).length > 0;
  }

  async dropLookUps(tx: Tx, before: Date): Promise<{ months: number; lookUps: number }> {
    const text = 'SELECT months, look_ups::float8 AS "lookUps" FROM look_up_drop_before($1)';
    const [row] = await tx.query<{ months: number; lookUps: number }>(text, [before]);
    return row ?? { months: 0, lookUps: 0 };
  }

  async save(tx: Tx, { runOn, appliedAt, months, lookUps }: AuditRetentionRun): Promise<void> {
    const text = 'INSERT INTO retention_run (run_on, applied_at, months, look_ups) VALUES ($1, $2, $3, $4)';
    await tx.query(text, [runOn, appliedAt, months, lookUps]);
  }

  async runs(tx: Tx, limit: number): Promise<AuditRetentionRun[]> {
    const rows = await tx.query<Omit<AuditRetentionRun, 'appliedAt'> & { appliedAt: Date }>(RUNS, [limit]);
    return rows.map((row) => ({ ...row, appliedAt: row.appliedAt.toISOString() }));
  }
}
