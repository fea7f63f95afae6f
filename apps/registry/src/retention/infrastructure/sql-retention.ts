import type { RetentionRun } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Retained } from '../application/retained.js';
import { ALL_RETAINED } from '../application/retained.js';
import { Retention } from '../application/retention.port.js';

/** Site visits whose last day lies before. */
const VISITS = `DELETE FROM person_site WHERE (person_id, site_id) IN
    (SELECT person_id, site_id FROM person_site WHERE last_on < $1::date ORDER BY last_on LIMIT $2)
  RETURNING site_id`;

/** Diets and health notes that a newer one replaced. */
const NOTES = `DELETE FROM vault.sealed_note WHERE note_id IN (
    SELECT old.note_id FROM vault.sealed_note old WHERE old.recorded_at < $1::date AND EXISTS (
      SELECT FROM vault.sealed_note newer
      WHERE newer.person_id = old.person_id AND newer.kind = old.kind AND newer.note_id > old.note_id)
    ORDER BY old.note_id LIMIT $2)
  RETURNING note_id`;

interface RunRow {
  readonly runOn: string;
  readonly appliedAt: Date;
  readonly visits: number;
  readonly notes: number;
  /** Runs from before a kind was dropped say nothing of it. */
  readonly dropped: Partial<Record<Retained, number>>;
}

@Injectable()
export class SqlRetention extends Retention {
  async isDone(tx: Tx, runOn: string): Promise<boolean> {
    return (await tx.query('SELECT FROM retention_run WHERE run_on = $1', [runOn])).length > 0;
  }

  async drop(tx: Tx, what: Retained, before: string, most: number): Promise<number> {
    if (what === 'visits') return (await tx.query(VISITS, [before, most])).length;
    if (what === 'notes') return (await tx.query(NOTES, [before, most])).length;
    const [row] = await tx.query<{ gone: number }>('SELECT retention_drop($1, $2::date::timestamptz, $3) AS gone', [
      what,
      before,
      most,
    ]);
    return row?.gone ?? 0;
  }

  async save(tx: Tx, { runOn, appliedAt, visits, notes, ...dropped }: RetentionRun): Promise<void> {
    await tx.query(
      'INSERT INTO retention_run (run_on, applied_at, visits, notes, dropped) VALUES ($1, $2, $3, $4, $5)',
      [runOn, appliedAt, visits, notes, JSON.stringify(dropped)],
    );
  }

  async runs(tx: Tx, limit: number): Promise<RetentionRun[]> {
    const rows = await tx.query<RunRow>(
      `SELECT run_on AS "runOn", applied_at AS "appliedAt", visits, notes, dropped FROM retention_run
       ORDER BY run_on DESC LIMIT $1`,
      [limit],
    );
    const none = Object.fromEntries(ALL_RETAINED.map((what) => [what, 0])) as Record<Retained, number>;
    return rows.map(({ dropped, appliedAt, ...row }) => ({
      ...none,
      ...dropped,
      ...row,
      appliedAt: appliedAt.toISOString(),
    }));
  }
}
