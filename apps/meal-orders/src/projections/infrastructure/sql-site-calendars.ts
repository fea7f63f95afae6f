import type { SiteState, SiteTermState } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import type { CalendarTerm } from '@doorstep/policy';
import { closedOn } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CalendarChange, DayOfSite } from '../application/site-calendars.port.js';
import { SiteCalendars } from '../application/site-calendars.port.js';
import { calendarTerms, NOTE_CHANGES, PUT_TERMS } from './site-calendars.sql.js';

interface CalendarRow {
  readonly site: SiteState | null;
  readonly terms: CalendarTerm[];
}

const CALENDAR = `select (select state from site_projection where site_id = any($1::text[])) as site,
  ${calendarTerms('$1', '$2')} as terms`;

@Injectable()
export class SqlSiteCalendars extends SiteCalendars {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async put(tx: Tx, terms: readonly (SiteTermState & { readonly meta: EventMeta })[]): Promise<void> {
    // One statement may touch a row once: of several versions in a batch the last goes in.
    const last = new Map(terms.map((term) => [`${term.siteId} ${term.series} ${term.from}`, term]));
    await tx.query(PUT_TERMS, [JSON.stringify([...last.values()])]);
    const changes = new Map(terms.map(({ siteId, version, meta }) => [siteId, { siteId, version, meta }]));
    await tx.query(NOTE_CHANGES, [JSON.stringify([...changes.values()])]);
  }

  async closedDays(siteId: string, from: LocalDate, days: number): Promise<DayOfSite[]> {
    const [row] = await this.dataSource.query<[CalendarRow]>(CALENDAR, [[siteId], from]);
    const dates = Array.from({ length: days }, (_each, index) => addDays(from, index));
    return dates.flatMap((date) => {
      const closed = closedOn(row.terms, date, row.site?.moving === true);
      return closed ? [{ ...closed, date }] : [];
    });
  }

  async changes(limit: number): Promise<CalendarChange[]> {
    const sql = 'select site_id as "siteId", version, meta from site_calendar_change order by site_id limit $1';
    return this.dataSource.query<CalendarChange[]>(sql, [limit]);
  }

  async settle(tx: Tx, { siteId, version }: CalendarChange): Promise<void> {
    await tx.query('delete from site_calendar_change where site_id = $1 and version = $2', [siteId, version]);
  }
}
