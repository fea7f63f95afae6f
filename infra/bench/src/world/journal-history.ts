import type pg from 'pg';

/** Six kinds of events of a canteen's day, by one source. */
const TYPES = [
  ...['placed', 'served', 'cancelled'].map((name) => `meal-orders.meal-order.${name}.v1`),
  ...['held', 'settled', 'denied'].map((name) => `benefits.claim.${name}.v1`),
];
const SITES = 60;
const DAYS = 400;
/** Index of the one event of a person who came once, at a till, in an area and with an amount of its own, in millions of others. */
const RARE = 777;
/** Index of the only event of its kind. */
const LONELY = 778;

const STREAMS = `INSERT INTO journal_stream (source, topic, type)
  SELECT 'meal-orders/0/1', 'meal-orders.order.events', name
  FROM unnest($1::text[]) WITH ORDINALITY AS t(name, n) ORDER BY n`;
const LONELY_STREAM = `INSERT INTO journal_stream (source, topic, type)
  VALUES ('registry/0/1', 'registry.site.events', 'registry.site.recorded.v1')`;
/** Of the event `n`. */
const STREAM = `CASE WHEN n = ${LONELY} THEN (SELECT max(stream_id) FROM journal_stream)
  ELSE (SELECT min(stream_id) FROM journal_stream) + n % ${TYPES.length} END`;
const ROOM = `WITH noted AS (UPDATE fact_head SET next_index = $1::bigint)
  UPDATE journal_head SET next_index = $1, received_at = now(), facts_below = 0`;
const JOURNAL = `INSERT INTO journal (journal_index, received_at, stream_id, partition, record_offset, sequence, event_id, event_time,
    person_id, key, subject, actor, correlation_id, bytes)
  SELECT n, at, ${STREAM}, n % 8, n / 8, n + 1, event_id, at, person_id,
    person_id::text, person_id::text, actor, event_id::text, convert_to('{"id":"' || event_id || '","note":"' || repeat('n', 300) || '"}', 'UTF8')
  FROM bench_event`;
const FACTS = `INSERT INTO journal_fact (journal_index, at, stream_id, sound, event_id, person_id, actor, site_id, area, reason, till_id,
    meal_period, service_date, happened_at, subject_id, claim_id, amount_fen, subsidy_fen)
  SELECT n, at, ${STREAM}, true, event_id, person_id, actor,
    'site-' || n % ${SITES}, CASE WHEN n = ${RARE} THEN 'area-rare' END, CASE WHEN n % ${TYPES.length} = 5 THEN 'DAY_CAP' ELSE 'OK' END,
    CASE WHEN n = ${RARE} THEN 'till-rare' ELSE 'till-' || n % 3 END, 'lunch', at::date, at, event_id, event_id,
    CASE WHEN n = ${RARE} THEN 900000 ELSE 500 + (n::bigint * 617) % 1000 END, 300 FROM bench_event`;
/** Claims that were held or settled. */
const SHARES = `INSERT INTO journal_share (funder, at, journal_index, fen)
  SELECT funder, at, n, 150 FROM bench_event, unnest(ARRAY['city', 'district']) AS funder WHERE n % ${TYPES.length} IN (3, 4) AND n <> ${LONELY}`;
const EVENTS = `CREATE UNLOGGED TABLE bench_event AS
  SELECT n, gen_random_uuid() AS event_id,
    CASE WHEN n = ${RARE} THEN $2::uuid ELSE overlay(overlay(md5('person' || n % greatest(100, $1::integer / 200)) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid END AS person_id,
    CASE WHEN n = ${RARE} THEN 'staff:rare' ELSE 'staff:op-' || n % ${SITES} END AS actor,
    date_trunc('day', now()) - interval '${DAYS} days' + n * (interval '${DAYS} days' / $1::integer) AS at
  FROM generate_series(0, $1::integer - 1) AS n`;

/** So many events as the journal keeps them, evenly over four hundred days; `rarePerson` has exactly one of them. */
export async function fillJournal(owner: pg.Pool, events: number, rarePerson: string): Promise<void> {
  await owner.query(STREAMS, [TYPES]);
  await owner.query(LONELY_STREAM);
  await owner.query(ROOM, [events]);
  await owner.query('SELECT journal_make_room()');
  await owner.query(EVENTS, [events, rarePerson]);
  await owner.query(JOURNAL);
  await owner.query(FACTS);
  await owner.query(SHARES);
  await owner.query('DROP TABLE bench_event');
  await owner.query('VACUUM ANALYZE');
}
