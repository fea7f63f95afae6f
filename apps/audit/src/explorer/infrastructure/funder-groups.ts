import type { EventFilter } from '../application/event-filter.js';
import { Conditions } from './fact-conditions.js';

/** True when nothing but the time is asked for, or not even that. */
export function asksForTimeOnly({ from: _from, to: _to, ...rest }: EventFilter): boolean {
  return Object.values(rest).every((value) => value === undefined);
}

/**
 * Events and money of each funder, and the events without one. Shares have the time of their record, so over a time they are added up
 * by themselves: joined to their events, millions of them were put on the disk and read again.
 */
export function funderGroups({ from, to }: EventFilter, snapshot: bigint): { text: string; where: Conditions } {
  const where = new Conditions();
  where.and('journal_index < ?::bigint', snapshot.toString());
  if (from) where.and('at >= ?::timestamptz', from.toISOString());
  if (to) where.and('at < ?::timestamptz', to.toISOString());
  const text = `SELECT funder AS key, count(*) AS events, sum(fen) AS fen FROM journal_share ${where.where} GROUP BY funder
    UNION ALL SELECT NULL, alone.events, 0 FROM (
      SELECT (SELECT count(*) FROM journal_fact ${where.where})
        - (SELECT count(*) FROM (SELECT FROM journal_share ${where.where} GROUP BY journal_index) AS shared) AS events) AS alone
    WHERE alone.events > 0`;
  return { text, where };
}
