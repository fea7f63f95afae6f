export const PROGRESS = `
  SELECT fact_head.next_index AS noted, journal_head.next_index AS journalled FROM fact_head CROSS JOIN journal_head`;

/** One instance at a time; the others find nothing to do. */
export const LOCK_FACTS = `SELECT next_index AS next FROM fact_head FOR UPDATE SKIP LOCKED`;

export const MOVE_FACTS = `UPDATE fact_head SET next_index = $1::bigint`;

export const JOURNALLED = `
  SELECT journal_index AS "journalIndex", stream_id AS "streamId", stream.type, sequence, problem, event_id AS id, event_time AS time,
    received_at AS "receivedAt", person_id AS "personId", subject, actor, correlation_id AS "correlationId", key_id AS "keyId", bytes
  FROM journal JOIN journal_stream AS stream USING (stream_id)
  WHERE journal_index >= $1::bigint AND journal_index < $2::bigint ORDER BY journal_index LIMIT $3`;

export const REFERENCE_COLUMNS = ['reference', 'journal_index'];

export const FACT_COLUMNS = [
  ...['journal_index', 'at', 'stream_id', 'sound', 'event_id', 'person_id', 'subject', 'actor', 'correlation_id'],
  ...['site_id', 'area', 'reason', 'till_id', 'meal_period', 'service_date', 'happened_at', 'subject_id', 'claim_id'],
  ...['quantity', 'amount_fen', 'subsidy_fen'],
];

export const SHARE_COLUMNS = ['funder', 'at', 'journal_index', 'fen'];

export const PUT_SITES = `
  INSERT INTO journal_site (site_id, version, kind, province, city, district, town, places)
  SELECT DISTINCT ON (site_id) * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[])
    AS given (site_id, version, kind, province, city, district, town, places) ORDER BY site_id, version DESC
  ON CONFLICT (site_id) DO UPDATE SET version = excluded.version, kind = excluded.kind, province = excluded.province,
    city = excluded.city, district = excluded.district, town = excluded.town, places = excluded.places
  WHERE journal_site.version < excluded.version`;
