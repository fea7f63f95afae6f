import type { CalendarYearView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { CalendarYear } from '../application/calendar-store.port.js';
import { CalendarStore } from '../application/calendar-store.port.js';

const PUT_YEAR = `INSERT INTO calendar_year (year, source, imported_by, imported_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (year) DO UPDATE SET source = excluded.source, imported_by = excluded.imported_by, imported_at = excluded.imported_at`;
const PUT_DAYS = `INSERT INTO calendar_day (day, kind, source)
  SELECT d.day, d.kind, $3 FROM unnest($1::date[], $2::text[]) AS d(day, kind)`;
const FIND = `SELECT year::integer, source, imported_by, imported_at, (SELECT coalesce(jsonb_agg(jsonb_build_object('date', day::text,
    'kind', kind) ORDER BY day), '[]') FROM calendar_day WHERE extract(year FROM day) = y.year) AS days
  FROM calendar_year y WHERE year = $1`;

interface YearRow {
  readonly year: number;
  readonly source: string;
  readonly imported_by: string;
  readonly imported_at: Date;
  readonly days: CalendarYearView['days'];
}

@Injectable()
export class SqlCalendarStore extends CalendarStore {
  async put(tx: Tx, { year, source, days, importedBy }: CalendarYear, at: Date): Promise<boolean> {
    // One import of a year at a time; the row is there from the first on.
    await tx.query('SELECT pg_advisory_xact_lock(4711, $1)', [year]);
    const before = await this.find(tx, year);
    const sorted = [...days].sort((a, b) => (a.date < b.date ? -1 : 1));
    const said = (list: CalendarYearView['days']): string => list.map(({ date, kind }) => `${date} ${kind}`).join();
    if (before && before.source === source && said(before.days) === said(sorted)) return false;
    await tx.query('DELETE FROM calendar_day WHERE extract(year FROM day) = $1', [year]);
    await tx.query(PUT_DAYS, [sorted.map(({ date }) => date), sorted.map(({ kind }) => kind), source]);
    await tx.query(PUT_YEAR, [year, source, importedBy, at]);
    return true;
  }

  async find(tx: Tx, year: number): Promise<CalendarYearView | undefined> {
    const [row] = await tx.query<YearRow>(FIND, [year]);
    return (
      row && {
        year: row.year,
        source: row.source,
        importedBy: row.imported_by,
        importedAt: row.imported_at.toISOString(),
        days: row.days,
      }
    );
  }
}
