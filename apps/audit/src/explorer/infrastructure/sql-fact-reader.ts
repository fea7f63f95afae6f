import type { HistogramBucket, JournalEntryView, TotalsKey } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { openRows } from '../../journal/infrastructure/open-records.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { EventFilter } from '../application/event-filter.js';
import type { EventPlace } from '../application/event-cursor.js';
import type {
  Bar,
  EventPageRequest,
  Groups,
  PlacedEntry,
  SearchBudget,
  Searched,
} from '../application/fact-reader.port.js';
import { FactReader } from '../application/fact-reader.port.js';
import type { EntryRow } from './entry.mapper.js';
import { ENTRY_COLUMNS, ENTRY_TABLES, entryFrom } from './entry.mapper.js';
import { type Conditions, conditionsOf } from './fact-conditions.js';
import { placesOf, placesWithin } from './fact-pages.js';
import { asksForTimeOnly, funderGroups } from './funder-groups.js';
import { knownPlaces } from './known-places.js';

const GROUP: Readonly<Record<TotalsKey, { readonly key: string; readonly join: string; readonly fen: string }>> = {
  type: { key: 'stream.type', join: 'JOIN journal_stream AS stream USING (stream_id)', fen: 'f.amount_fen' },
  source: { key: 'stream.source', join: 'JOIN journal_stream AS stream USING (stream_id)', fen: 'f.amount_fen' },
  site: { key: 'f.site_id', join: '', fen: 'f.amount_fen' },
  city: { key: 'site.city', join: 'LEFT JOIN journal_site AS site USING (site_id)', fen: 'f.amount_fen' },
  district: { key: 'site.district', join: 'LEFT JOIN journal_site AS site USING (site_id)', fen: 'f.amount_fen' },
  town: { key: 'site.town', join: 'LEFT JOIN journal_site AS site USING (site_id)', fen: 'f.amount_fen' },
  actor: { key: 'f.actor', join: '', fen: 'f.amount_fen' },
  reason: { key: 'f.reason', join: '', fen: 'f.amount_fen' },
  till: { key: 'f.till_id', join: '', fen: 'f.amount_fen' },
  funder: {
    key: 'share.funder',
    join: 'LEFT JOIN journal_share AS share ON share.journal_index = f.journal_index',
    fen: 'coalesce(share.fen, 0)',
  },
};

interface SumRow {
  readonly events: string;
  readonly fen: string | null;
}

@Injectable()
export class SqlFactReader extends FactReader {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async list(tx: Tx, filter: EventFilter, snapshot: bigint, page: EventPageRequest): Promise<PlacedEntry[]> {
    const question = { filter, known: await knownPlaces(tx, filter), snapshot, page };
    return this.entriesAt(tx, await placesOf(tx, question));
  }

  async search(
    tx: Tx,
    filter: EventFilter,
    snapshot: bigint,
    page: EventPageRequest,
    budget: SearchBudget,
  ): Promise<Searched> {
    const question = { filter, known: await knownPlaces(tx, filter), snapshot, page };
    const { places, searchedTo } = await placesWithin(tx, question, budget);
    return { found: await this.entriesAt(tx, places), searchedTo };
  }

  async findEvent(tx: Tx, eventId: string): Promise<JournalEntryView | undefined> {
    const text = `SELECT ${ENTRY_COLUMNS} FROM ${ENTRY_TABLES} WHERE f.event_id = $1 ORDER BY journal_index LIMIT 1`;
    return (await this.entries(tx, await tx.query<EntryRow>(text, [eventId])))[0];
  }

  async span(tx: Tx, filter: EventFilter, snapshot: bigint): Promise<{ first: Date; last: Date } | undefined> {
    if (filter.from && filter.to) return { first: filter.from, last: filter.to };
    const where = conditionsOf(filter, snapshot, await knownPlaces(tx, filter));
    const text = `SELECT min(f.at) AS first, max(f.at) AS last FROM journal_fact AS f ${where.where}`;
    const [row] = await tx.query<{ first: Date | null; last: Date | null }>(text, where.values);
    return row?.first && row.last ? { first: row.first, last: row.last } : undefined;
  }

  async bars(tx: Tx, filter: EventFilter, snapshot: bigint, bucket: HistogramBucket, limit: number): Promise<Bar[]> {
    const where = conditionsOf(filter, snapshot, await knownPlaces(tx, filter));
    const rows = await tx.query<SumRow & { from: Date; to: Date }>(
      `SELECT bucket AT TIME ZONE 'Asia/Shanghai' AS "from",
        (bucket + interval '1 ${bucket}') AT TIME ZONE 'Asia/Shanghai' AS "to", events, fen
      FROM (SELECT date_trunc('${bucket}', f.at AT TIME ZONE 'Asia/Shanghai') AS bucket, count(*) AS events,
          sum(f.amount_fen) AS fen
        FROM journal_fact AS f ${where.where} GROUP BY 1 ORDER BY 1 LIMIT ${where.value(limit)}) AS bars ORDER BY bucket`,
      where.values,
    );
    return rows.map(({ from, to, events, fen }) => ({ from, to, events: Number(events), amountFen: Number(fen ?? 0) }));
  }

  async groups(tx: Tx, filter: EventFilter, snapshot: bigint, by: TotalsKey, limit: number): Promise<Groups> {
    const alone = by === 'funder' && asksForTimeOnly(filter);
    const { text, where } = alone ? funderGroups(filter, snapshot) : await this.grouped(tx, filter, snapshot, by);
    const rows = await tx.query<SumRow & { key: string | null; groups: string; allEvents: string; allFen: string }>(
      `SELECT key, events, fen, count(*) OVER () AS groups, sum(events) OVER () AS "allEvents", sum(fen) OVER () AS "allFen"
      FROM (${text}) AS sums ORDER BY events DESC, key NULLS LAST LIMIT ${where.value(limit)}`,
      where.values,
    );
    const [first] = rows;
    // What has two funders stands in two groups, and is one event.
    const events = by === 'funder' ? await this.count(tx, filter, snapshot) : Number(first?.allEvents ?? 0);
    return {
      items: rows.map((row) => ({ key: row.key, events: Number(row.events), amountFen: Number(row.fen ?? 0) })),
      groups: Number(first?.groups ?? 0),
      total: { events, amountFen: Number(first?.allFen ?? 0) },
    };
  }

  private async count(tx: Tx, filter: EventFilter, snapshot: bigint): Promise<number> {
    const where = conditionsOf(filter, snapshot, await knownPlaces(tx, filter));
    const text = `SELECT count(*) AS events FROM journal_fact AS f ${where.where}`;
    return Number((await tx.query<{ events: string }>(text, where.values))[0]?.events ?? 0);
  }

  private async grouped(
    tx: Tx,
    filter: EventFilter,
    snapshot: bigint,
    by: TotalsKey,
  ): Promise<{ text: string; where: Conditions }> {
    const where = conditionsOf(filter, snapshot, await knownPlaces(tx, filter));
    const { key, join, fen } = GROUP[by];
    if (by === 'funder' && filter.funder !== undefined) where.and('share.funder = ?', filter.funder);
    const text = `SELECT ${key} AS key, count(*) AS events, sum(${fen}) AS fen FROM journal_fact AS f ${join} ${where.where} GROUP BY 1`;
    return { text, where };
  }

  private async entriesAt(tx: Tx, places: readonly EventPlace[]): Promise<PlacedEntry[]> {
    const text = `SELECT ${ENTRY_COLUMNS} FROM ${ENTRY_TABLES} WHERE f.journal_index = ANY($1::bigint[])`;
    const rows = places.length === 0 ? [] : await tx.query<EntryRow>(text, [places.map((place) => place.journalIndex)]);
    const entries = new Map((await this.entries(tx, rows)).map((entry) => [entry.journalIndex, entry]));
    return places.map((place) => ({ place, entry: entries.get(place.journalIndex) as JournalEntryView }));
  }

  private async entries(tx: Tx, rows: readonly EntryRow[]): Promise<JournalEntryView[]> {
    return (await openRows(tx, this.keys, rows)).map(entryFrom);
  }
}
