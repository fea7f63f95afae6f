import type { Tx } from '@doorstep/persistence';
import { ranOutOfTime } from '@doorstep/persistence';
import type { EventPlace } from '../application/event-cursor.js';
import type { EventFilter } from '../application/event-filter.js';
import type { EventPageRequest, SearchBudget } from '../application/fact-reader.port.js';
import type { Conditions } from './fact-conditions.js';
import { conditionsOf } from './fact-conditions.js';
import type { KnownPlaces } from './known-places.js';

export interface PlacesFound {
  readonly places: readonly EventPlace[];
  /** Up to here was looked when the budget was spent; undefined when the places are all that were asked for. */
  readonly searchedTo: EventPlace | undefined;
}

interface Question {
  readonly filter: EventFilter;
  readonly known: KnownPlaces;
  readonly snapshot: bigint;
  readonly page: EventPageRequest;
}

interface PlaceRow {
  readonly at: Date;
  readonly index: string;
  readonly matches: boolean;
}

/** The records that are next by their time, however long it takes to find them. */
export async function placesOf(tx: Tx, { filter, known, snapshot, page }: Question): Promise<EventPlace[]> {
  const where = behind(conditionsOf(filter, snapshot, known), page);
  const text = `SELECT f.at, f.journal_index AS index FROM journal_fact AS f ${where.where}
    ${inOrder('f', page)} LIMIT ${where.value(page.limit)}`;
  return (await tx.query<PlaceRow>(text, where.values)).map(placeOf);
}

/**
 * The same within a budget: two filters that both find millions and nothing together would walk through all of them. When the plan that
 * knows best is not done in time, a bounded number of records is looked at, in order, and the rest is for the next page.
 */
export async function placesWithin(tx: Tx, question: Question, { tryMs, records }: SearchBudget): Promise<PlacesFound> {
  const places = tryMs > 0 ? await inTime(tx, tryMs, () => placesOf(tx, question)) : undefined;
  return places ? { places, searchedTo: undefined } : walked(tx, question, records);
}

async function inTime<T>(tx: Tx, ms: number, work: () => Promise<T>): Promise<T | undefined> {
  await tx.client.query(`SAVEPOINT in_time; SET LOCAL statement_timeout = ${ms}`);
  try {
    return await work();
  } catch (error) {
    if (!ranOutOfTime(error)) throw error;
    return undefined;
  } finally {
    await tx.client.query('ROLLBACK TO SAVEPOINT in_time'); // and with it the limit
  }
}

async function walked(tx: Tx, question: Question, records: number): Promise<PlacesFound> {
  const { filter, known, snapshot, page } = question;
  const way = wayOf(filter, known);
  const where = behind(conditionsOf(way.filter, snapshot, way.known), page);
  const walk = `SELECT f.* FROM journal_fact AS f ${where.where} ${inOrder('f', page)} LIMIT ${where.value(records)}`;
  const all = where.alsoFor(conditionsOf(filter, snapshot, known));
  const back = { ...page, order: page.order === 'asc' ? 'desc' : 'asc' } as const;
  const rows = await tx.query<PlaceRow>(
    `WITH walked AS MATERIALIZED (${walk})
    (SELECT f.at, f.journal_index AS index, true AS matches FROM walked AS f ${all}
      ${inOrder('f', page)} LIMIT ${where.value(page.limit)})
    UNION ALL
    (SELECT walked.at, walked.journal_index, false FROM walked WHERE (SELECT count(*) FROM walked) = ${where.value(records)}::bigint
      ${inOrder('walked', back)} LIMIT 1)`,
    where.values,
  );
  const places = rows.filter(({ matches }) => matches).map(placeOf);
  const edge = rows.find(({ matches }) => !matches);
  return { places, searchedTo: places.length < page.limit && edge ? placeOf(edge) : undefined };
}

/** One filter whose index keeps the order of time, the narrowest first; else time alone. */
const WAYS = ['tillId', 'reason', 'siteId', 'actor'] as const;

function wayOf(filter: EventFilter, known: KnownPlaces): { filter: EventFilter; known: KnownPlaces } {
  const { from, to } = filter;
  const way = WAYS.find((name) => filter[name] !== undefined);
  const streams = way === undefined && known.streams?.length === 1 ? known.streams : undefined;
  return {
    filter: { from, to, ...(way !== undefined && { [way]: filter[way] }) },
    known: { streams, streamsWithout: undefined, areaSites: [], siteAreaSites: [], sitesWithout: [] },
  };
}

function behind(where: Conditions, { after, order }: EventPageRequest): Conditions {
  if (!after) return where;
  const at = where.value(new Date(after.at).toISOString());
  const beyond = order === 'asc' ? '>' : '<';
  where.and(`(f.at, f.journal_index) ${beyond} (${at}::timestamptz, ?::bigint)`, after.journalIndex);
  return where;
}

function inOrder(table: string, { order }: Pick<EventPageRequest, 'order'>): string {
  return `ORDER BY ${table}.at ${order}, ${table}.journal_index ${order}`;
}

function placeOf({ at, index }: PlaceRow): EventPlace {
  return { at: at.getTime(), journalIndex: index };
}
