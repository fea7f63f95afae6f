import type { RetentionRun } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Retention } from '../application/retention.port.js';

const REPLACED = `DELETE FROM vault.sealed_note old WHERE old.recorded_at < $1::date AND EXISTS (
    SELECT FROM vault.sealed_note newer
    WHERE newer.person_id = old.person_id AND newer.kind = old.kind AND newer.note_id > old.note_id)
  RETURNING old.note_id`;

@Injectable()
export class SqlRetention extends Retention {
  async isDone(tx: Tx, runOn: string): Promise<boolean> {
    return (await tx.query('SELECT FROM retention_run WHERE run_on = $1', [runOn])).length > 0;
  }

  async dropVisits(tx: Tx, before: string): Promise<number> {
    return (await tx.query('DELETE FROM person_site WHERE last_on < $1 RETURNING site_id', [before])).length;
  }

  async dropReplacedNotes(tx: Tx, before: string): Promise<number> {
    return (await tx.query(REPLACED, [before])).length;
  }

  async save(tx: Tx, { runOn, appliedAt, visits, notes }: RetentionRun): Promise<void> {
    await tx.query('INSERT INTO retention_run (run_on, applied_at, visits, notes) VALUES ($1, $2, $3, $4)', [
      runOn,
      appliedAt,
      visits,
      notes,
    ]);
  }

  async runs(tx: Tx, limit: number): Promise<RetentionRun[]> {
    const rows = await tx.query<Omit<RetentionRun, 'appliedAt'> & { appliedAt: Date }>(
      'SELECT run_on AS "runOn", applied_at AS "appliedAt", visits, notes FROM retention_run ORDER BY run_on DESC LIMIT $1',
      [limit],
    );
    return rows.map((row) => ({ ...row, appliedAt: row.appliedAt.toISOString() }));
  }
}
