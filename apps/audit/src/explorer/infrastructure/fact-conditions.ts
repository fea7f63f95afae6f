import { isUuid } from '@doorstep/kernel';
import type { EventFilter } from '../application/event-filter.js';
import type { KnownPlaces } from './known-places.js';

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

  /** The conditions of `other` in the same statement, whose values come behind those that are here. */
  alsoFor(other: Conditions): string {
    const before = this.values.length;
    this.values.push(...other.values);
    return other.where.replaceAll(/\$(\d+)/g, (_whole, n: string) => `$${Number(n) + before}`);
  }
}

/** Conditions on `journal_fact AS f`. Every value is passed on as a parameter; no text of a caller becomes SQL. */
export function conditionsOf(filter: EventFilter, snapshot: bigint, known: KnownPlaces): Conditions {
  const where = new Conditions();
  where.and('f.journal_index < ?::bigint', snapshot.toString());
  for (const streams of [known.streams, known.streamsWithout]) if (streams) byStream(where, streams);
  byRecord(where, filter);
  byPlace(where, filter, known);
  if (filter.actor !== undefined) where.and('f.actor = ?', filter.actor);
  if (filter.reason !== undefined) where.and('f.reason = ?', filter.reason);
  if (filter.tillId !== undefined) where.and('f.till_id = ?', filter.tillId);
  if (filter.minFen !== undefined) where.and('f.amount_fen >= ?::bigint', filter.minFen);
  if (filter.maxFen !== undefined) where.and('f.amount_fen <= ?::bigint', filter.maxFen);
  if (filter.from) where.and('f.at >= ?::timestamptz', filter.from.toISOString());
  if (filter.to) where.and('f.at < ?::timestamptz', filter.to.toISOString());
  lacking(where, filter.without, known);
  return where;
}

/** One stream keeps the order of its index, several do not. */
function byStream(where: Conditions, streams: readonly number[]): void {
  if (streams.length === 1) where.and('f.stream_id = ?::integer', streams[0]);
  else where.and('f.stream_id = ANY(?::integer[])', streams);
}

function byPlace(where: Conditions, { siteId, siteArea, area }: EventFilter, known: KnownPlaces): void {
  if (siteId !== undefined) where.and('f.site_id = ?', siteId);
  if (siteArea !== undefined) where.and('f.site_id = ANY(?::text[])', known.siteAreaSites);
  if (area !== undefined) where.and(`(f.area = ${where.value(area)} OR f.site_id = ANY(?::text[]))`, known.areaSites);
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
  // A share has the time of its record: so the index of the shares answers for one record at once.
  if (funder !== undefined)
    where.and(
      'EXISTS (SELECT FROM journal_share s WHERE s.funder = ? AND s.at = f.at AND s.journal_index = f.journal_index)',
      funder,
    );
}

function lacking(where: Conditions, without: EventFilter['without'], { sitesWithout }: KnownPlaces): void {
  switch (without) {
    case 'site':
      return where.and('f.site_id IS NULL');
    case 'city':
    case 'district':
    case 'town':
      return where.and('(f.site_id IS NULL OR f.site_id = ANY(?::text[]))', sitesWithout);
    case 'actor':
      return where.and('f.actor IS NULL');
    case 'reason':
      return where.and('f.reason IS NULL');
    case 'till':
      return where.and('f.till_id IS NULL');
    case 'funder':
      return where.and('NOT EXISTS (SELECT FROM journal_share s WHERE s.journal_index = f.journal_index)');
    case 'type': // its streams are known
    case 'source':
    case undefined:
      return undefined;
  }
}
