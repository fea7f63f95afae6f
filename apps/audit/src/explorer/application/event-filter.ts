import type { EventFilterQuery } from '@doorstep/contracts';
import { isLocalDate, shanghaiInstant } from '@doorstep/kernel';
import { RangeInvalidError } from '../../journal/domain/journal.errors.js';

/** A question as the database is asked it. */
export interface EventFilter extends Omit<EventFilterQuery, 'from' | 'to' | 'snapshot'> {
  /** Time of the event: from (inclusive) … to (exclusive). */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Any of these ids of orders, bookings, claims and so on. */
  readonly references?: readonly string[] | undefined;
}

/** @throws RangeInvalidError for a range that nothing can lie in */
export function filterOf({ snapshot: _bound, from, to, ...rest }: EventFilterQuery): EventFilter {
  const filter = { ...rest, from: instantOf(from), to: instantOf(to) };
  if (filter.from && filter.to && filter.from >= filter.to) throw new RangeInvalidError();
  const { minFen, maxFen } = rest;
  if (minFen !== undefined && maxFen !== undefined && BigInt(minFen) > BigInt(maxFen)) throw new RangeInvalidError();
  return filter;
}

/** The address of the events that a filter finds, with some of it said anew. */
export function eventsUrl(filter: EventFilterQuery, snapshot: bigint | undefined, more: EventFilterQuery = {}): string {
  const asked = { ...filter, ...more, ...(snapshot !== undefined && { snapshot: snapshot.toString() }) };
  const known = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
  known.sort(([a], [b]) => (a < b ? -1 : 1));
  return `/audit/v1/events?${new URLSearchParams(known).toString()}`;
}

/** A date is its first instant in Asia/Shanghai. Years that the database does not know are as good as the first and last one. */
function instantOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = isLocalDate(text) ? shanghaiInstant(text, '00:00') : new Date(text);
  const year = instant.getUTCFullYear();
  if (year < 1850) return new Date('1850-01-01T00:00:00Z');
  return year > 9998 ? new Date('9998-12-31T00:00:00Z') : instant;
}
