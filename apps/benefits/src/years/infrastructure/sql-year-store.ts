import type { YearView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { BOOKS_LOCK } from '../../platform/books-lock.js';
import { YearStore } from '../application/year-store.port.js';

const FIND = `SELECT coalesce(f.closed_by, c.requested_by) AS requested_by, c.requested_at, f.approved_by, f.closed_at,
    (SELECT count(*)::int FROM claim WHERE state = 'held' AND book_year = y.year) AS open_holds
  FROM (SELECT $1::smallint AS year) y LEFT JOIN year_closing c USING (year) LEFT JOIN fiscal_year f USING (year)`;
const REQUEST = `INSERT INTO year_closing (year, requested_by, requested_at) VALUES ($1, $2, $3)
  ON CONFLICT (year) DO UPDATE SET requested_by = excluded.requested_by, requested_at = excluded.requested_at`;

interface Row {
  readonly requested_by: string | null;
  readonly requested_at: Date | null;
  readonly approved_by: string | null;
  readonly closed_at: Date | null;
  readonly open_holds: number;
}

@Injectable()
export class SqlYearStore extends YearStore {
  async find(tx: Tx, year: number): Promise<YearView> {
    const [row] = await tx.query<Row>(FIND, [year]);
    const state = row?.closed_at ? 'closed' : row?.requested_by ? 'requested' : 'open';
    return {
      year,
      state,
      requestedBy: row?.requested_by ?? null,
      requestedAt: row?.requested_at?.toISOString() ?? null,
      approvedBy: row?.approved_by ?? null,
      closedAt: row?.closed_at?.toISOString() ?? null,
      openHolds: row?.open_holds ?? 0,
    };
  }

  async request(tx: Tx, year: number, by: string, at: Date): Promise<void> {
    await tx.query(REQUEST, [year, by, at]);
  }

  async haltDeciding(tx: Tx): Promise<void> {
    await tx.query(BOOKS_LOCK.alone);
  }

  async close(tx: Tx, year: number, requestedBy: string, approvedBy: string, at: Date): Promise<void> {
    const text = 'INSERT INTO fiscal_year (year, closed_by, approved_by, closed_at) VALUES ($1, $2, $3, $4)';
    await tx.query(text, [year, requestedBy, approvedBy, at]);
  }
}
