import { isUuid } from '@doorstep/kernel';
import type { EventFilter } from '../application/event-filter.js';

/** Values of a statement and the conditions that use them. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly all: string[] = [];

  value(given: unknown): string {
    return `$${this.values.push(given)}`;
  }

  /** `text` may hold `?` once, which becomes the value. */
  and(text: string, given?: unknown): void {
    this.all.push(text.includes('?') ? text.replace('?', this.value(given)) : text);
  }

  get where(): string {
    return `WHERE ${this.all.join(' AND ')}`;
  }
}

const ABSENT: Readonly<Record<NonNullable<EventFilter['without']>, string>> = {
  type: 'stream_id IN (SELECT stream_id FROM journal_stream WHERE type IS NULL)',
  source: 'stream_id IN (SELECT stream_id FROM journal_stream WHERE source IS NULL)',
  site: 'f.site_id IS NULL',
  city: 'NOT EXISTS (SELECT FROM journal_site s WHERE s.site_id = f.site_id AND s.city IS NOT NULL)',
  district: 'NOT EXISTS (SELECT FROM journal_site s WHERE s.site_id = f.site_id AND s.district IS NOT NULL)',
  town: 'NOT EXISTS (SELECT FROM journal_site s WHERE s.site_id = f.site_id AND s.town IS NOT NULL)',
  actor: 'f.actor IS NULL',
  reason: 'f.reason IS NULL',
  till: 'f.till_id IS NULL',
  funder: 'NOT EXISTS (SELECT FROM journal_share s WHERE s.journal_index = f.journal_index)',
};

const SITES_IN = `f.site_id IN (SELECT site_id FROM journal_site WHERE ? IN (province, city, district, town))`;

/** Conditions on `journal_fact AS f`. Every value is passed on as a parameter; no text of a caller becomes SQL. */
export function conditionsOf(filter: EventFilter, snapshot: bigint): Conditions {
  const where = new Conditions();
  where.and('f.journal_index < ?::bigint', snapshot.toString());
  byStream(where, filter);
  byRecord(where, filter);
  if (filter.siteId !== undefined) where.and('f.site_id = ?', filter.siteId);
  if (filter.siteArea !== undefined) where.and(SITES_IN, filter.siteArea);
  if (filter.area !== undefined) {
    const own = `f.area = ${where.value(filter.area)}`;
    where.and(`(${own} OR ${SITES_IN})`, filter.area);
  }
  if (filter.actor !== undefined) where.and('f.actor = ?', filter.actor);
  if (filter.reason !== undefined) where.and('f.reason = ?', filter.reason);
  if (filter.tillId !== undefined) where.and('f.till_id = ?', filter.tillId);
  if (filter.minFen !== undefined) where.and('f.amount_fen >= ?::bigint', filter.minFen);
  if (filter.maxFen !== undefined) where.and('f.amount_fen <= ?::bigint', filter.maxFen);
  if (filter.from) where.and('f.at >= ?::timestamptz', filter.from.toISOString());
  if (filter.to) where.and('f.at < ?::timestamptz', filter.to.toISOString());
  if (filter.without !== undefined) where.and(ABSENT[filter.without]);
  return where;
}

function byStream(where: Conditions, { topic, type, source }: EventFilter): void {
  const named: string[] = [];
  for (const [column, given] of Object.entries({ topic, type, source }))
    if (given !== undefined) named.push(`${column} = ${where.value(given)}`);
  // An array that is known before the plan runs: an index on it is worth more than a join.
  if (named.length > 0)
    where.and(`f.stream_id = ANY(ARRAY(SELECT stream_id FROM journal_stream WHERE ${named.join(' AND ')}))`);
}

function byRecord(
  where: Conditions,
  { subject, personId, correlationId, reference, references, funder }: EventFilter,
): void {
  if (subject !== undefined) {
    // The subject of a person's event is the person.
    const own = `f.subject = ${where.value(subject)}`;
    if (isUuid(subject)) where.and(`(${own} OR f.person_id = ?::uuid)`, subject);
    else where.and(own);
  }
  if (personId !== undefined) where.and('f.person_id = ?::uuid', personId);
  if (correlationId !== undefined) where.and('f.correlation_id = ?', correlationId);
  for (const ids of [references, reference === undefined ? undefined : [reference]])
    if (ids)
      where.and(
        'f.journal_index IN (SELECT journal_index FROM journal_reference WHERE reference = ANY(?::uuid[]))',
        ids,
      );
  if (funder !== undefined)
    where.and('f.journal_index IN (SELECT journal_index FROM journal_share WHERE funder = ?)', funder);
}
