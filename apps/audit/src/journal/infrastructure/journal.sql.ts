export const LOCK_HEAD = {
  name: 'journal-lock-head',
  text: `SELECT next_index AS "nextIndex", next_leaf AS "nextLeaf", key_epoch AS "keyEpoch",
      greatest(received_at, $1::timestamptz(3)) AS "receivedAt",
      date_trunc('minute', received_at) < date_trunc('minute', $1::timestamptz) AS "newMinute"
    FROM journal_head FOR UPDATE`,
};

export const SOURCES = {
  name: 'journal-sources',
  text: `SELECT source_id AS "sourceId", name, highest, mark FROM source WHERE name = ANY($1::text[])`,
};

export const NEW_SOURCES = `
  INSERT INTO source (name, highest, records, mark) SELECT name, 0, 0, 0 FROM unnest($1::text[]) AS name
  RETURNING source_id AS "sourceId", name, highest, mark`;

export const STREAMS = `
  SELECT stream_id AS "streamId", journal_stream.source, topic, journal_stream.type FROM journal_stream
  JOIN unnest($1::text[], $2::text[], $3::text[]) AS wanted (source, topic, type) USING (topic)
  WHERE journal_stream.source IS NOT DISTINCT FROM wanted.source AND journal_stream.type IS NOT DISTINCT FROM wanted.type`;

export const NEW_STREAMS = `
  INSERT INTO journal_stream (source, topic, type) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
  ON CONFLICT DO NOTHING`;

export const KNOWN_KEYS = {
  name: 'journal-known-keys',
  text: `SELECT ordinality::integer AS n, digest FROM unnest($1::integer[], $2::bigint[]) WITH ORDINALITY AS given (source_id, sequence)
    JOIN journal_key USING (source_id, sequence)`,
};

export const KNOWN_ODDITIES = `
  SELECT n::integer FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[])
    WITH ORDINALITY AS given (topic, partition, record_offset, digest, n)
  JOIN journal_oddity USING (topic, partition, record_offset, digest)`;

export const RECORD_COLUMNS = [
  ...['journal_index', 'received_at', 'stream_id', 'partition', 'record_offset', 'sequence', 'key', 'event_id'],
  ...['event_time', 'person_id', 'subject', 'actor', 'correlation_id', 'causation_id', 'problem', 'bytes', 'key_id'],
  ...['leaf_index', 'commitment'],
];

export const KEY_COLUMNS = ['source_id', 'sequence', 'journal_index', 'digest'];

export const INSERT_ODDITIES = `
  INSERT INTO journal_oddity (topic, partition, record_offset, digest, journal_index)
  SELECT * FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[])`;

/** Appending and proving density change rows of the same sources: both lock them in one order first. */
const LOCK_SOURCES = `SELECT source_id FROM source WHERE source_id = ANY($3::integer[]) ORDER BY source_id FOR NO KEY UPDATE`;

export const MOVE_HEAD = {
  name: 'journal-move-head',
  text: `WITH locked AS (${LOCK_SOURCES}), moved AS (
      UPDATE source SET highest = greatest(source.highest, news.highest), records = source.records + news.records
      FROM unnest($3::integer[], $4::bigint[], $5::bigint[]) AS news (source_id, highest, records) JOIN locked USING (source_id)
      WHERE source.source_id = news.source_id
    )
    UPDATE journal_head SET next_index = $1, received_at = $2, next_leaf = $6`,
};

export const NEW_MINUTE = `
  INSERT INTO journal_minute (minute, first_index) VALUES (date_trunc('minute', $1::timestamptz), $2) ON CONFLICT DO NOTHING`;
