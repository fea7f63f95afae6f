import type { SiteTermState } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import type { CalendarTerm, ClosedDay } from '@doorstep/policy';
import { closedOn } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import type { CalendarChange } from '../application/centre-calendars.port.js';
import { CentreCalendars } from '../application/centre-calendars.port.js';

const PUT_TERMS = `
  INSERT INTO centre_calendar_term AS known (site_id, series, from_on, to_on, version, term)
  SELECT t."siteId", t.series, t."from", t."to", t.version, t.term
  FROM jsonb_to_recordset($1::jsonb) AS t ("siteId" text, series text, "from" date, "to" date, version integer, term jsonb)
  ON CONFLICT (site_id, series, from_on) DO UPDATE SET to_on = excluded.to_on, version = excluded.version, term = excluded.term
  WHERE known.version < excluded.version`;

const NOTE_CHANGES = `
  INSERT INTO centre_calendar_change AS known (site_id, version, meta)
  SELECT c."siteId", c.version, c.meta FROM jsonb_to_recordset($1::jsonb) AS c ("siteId" text, version integer, meta jsonb)
  ON CONFLICT (site_id) DO UPDATE SET version = excluded.version, meta = excluded.meta
  WHERE known.version < excluded.version`;

// A closure that is over says nothing any more.
const TERMS = `
  SELECT series, version, from_on::text AS "from", to_on::text AS "to", term FROM centre_calendar_term
  WHERE site_id = $1 AND (term ->> 'kind' <> 'closure' OR to_on > $2::date)`;

@Injectable()
export class SqlCentreCalendars extends CentreCalendars {
  async put(tx: Tx, terms: readonly (SiteTermState & { readonly meta: EventMeta })[]): Promise<void> {
    // One statement may touch a row once: of several versions in a batch the last goes in.
    const last = new Map(terms.map((term) => [`${term.siteId} ${term.series} ${term.from}`, term]));
    await tx.query(PUT_TERMS, [JSON.stringify([...last.values()])]);
    const changes = new Map(terms.map(({ siteId, version, meta }) => [siteId, { siteId, version, meta }]));
    await tx.query(NOTE_CHANGES, [JSON.stringify([...changes.values()])]);
  }

  async closedDays(tx: Tx, siteId: string, dates: readonly LocalDate[]): Promise<ReadonlyMap<LocalDate, ClosedDay>> {
    const [first] = [...dates].sort();
    if (first === undefined) return new Map();
    const terms = await tx.query<CalendarTerm>(TERMS, [siteId, first]);
    const days = new Map(dates.map((date) => [date, closedOn(terms, date, false)]));
    return new Map([...days].flatMap(([date, closed]) => (closed ? [[date, closed]] : [])));
  }

  changes(tx: Tx, limit: number): Promise<CalendarChange[]> {
    const sql = 'SELECT site_id AS "siteId", version, meta FROM centre_calendar_change ORDER BY site_id LIMIT $1';
    return tx.query<CalendarChange>(sql, [limit]);
  }

  async settle(tx: Tx, { siteId, version }: CalendarChange): Promise<void> {
    await tx.query('DELETE FROM centre_calendar_change WHERE site_id = $1 AND version = $2', [siteId, version]);
  }
}
