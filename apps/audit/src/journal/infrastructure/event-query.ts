import type { EventFilter, EventPageRequest } from '../application/journal-reader.port.js';

export interface SqlQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

export const ENTRY = `
  SELECT journal_index AS "journalIndex", received_at AS "receivedAt", stream.topic, partition, record_offset AS "offset", key,
    stream.source, sequence, event_id AS "id", stream.type, subject, person_id AS "personId", event_time AS "time", actor,
    correlation_id AS "correlationId", causation_id AS "causationId", problem, bytes,
    key_id AS "keyId", leaf_index AS "leafIndex"
  FROM journal JOIN journal_stream AS stream USING (stream_id)`;

/**
 * Clocks of services may be apart by this much, and a record arrives after it was made: what was made at `from` or later lies at or
 * above the index that was reached so long before. It spares a search for a late hour the years before it.
 */
const CLOCK_SPREAD = '5 minutes';

/** `streams` are the numbers of all streams that topic, type and source allow; undefined when none of the three is given. */
export function eventQuery(
  filter: EventFilter,
  streams: readonly number[] | undefined,
  page: EventPageRequest,
): SqlQuery {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const where: string[] = [];
  if (streams?.length === 1) where.push(`stream_id = ${value(streams[0])}`);
  else if (streams) where.push(`stream_id = ANY(${value(streams)}::integer[])`);
  if (filter.subject !== undefined) where.push(`subject = ${value(filter.subject)}`);
  // The subject of a person's event is the person, and the subject is what has an index.
  if (filter.personId !== undefined)
    where.push(`subject = ${value(filter.personId)}`, `person_id = ${value(filter.personId)}::uuid`);
  if (filter.correlationId !== undefined) where.push(`correlation_id = ${value(filter.correlationId)}`);
  if (filter.from) {
    const from = value(filter.from.toISOString());
    where.push(`event_time >= ${from}::timestamptz`, `journal_index >= ${firstIndexOf(from)}`);
  }
  if (filter.to) where.push(`event_time < ${value(filter.to.toISOString())}::timestamptz`);
  if (page.after !== undefined)
    where.push(`journal_index ${page.order === 'asc' ? '>' : '<'} ${value(page.after.toString())}::bigint`);
  const condition = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
  const order = page.order === 'asc' ? 'ASC' : 'DESC';
  return { text: `${ENTRY} ${condition} ORDER BY journal_index ${order} LIMIT ${value(page.limit)}`, values };
}

function firstIndexOf(instant: string): string {
  return `(SELECT coalesce(max(first_index), 0) FROM journal_minute
    WHERE minute <= ${instant}::timestamptz - interval '${CLOCK_SPREAD}')`;
}
