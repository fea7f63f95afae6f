/** Each row of the journal with the place to which its number leads. */
export const STORED = `
  SELECT journal.journal_index AS "journalIndex", leaf_index AS "leafIndex", journal.stream_id AS "streamId", stream.source, stream.topic,
    stream.type, journal.sequence, event_id AS id, event_time AS time, received_at AS "receivedAt", person_id AS "personId", subject, actor,
    correlation_id AS "correlationId", causation_id AS "causationId", problem, bytes, key_id AS "keyId", commitment,
    known.journal_index AS "numberedAt", known.digest
  FROM journal JOIN journal_stream AS stream USING (stream_id) LEFT JOIN source ON source.name = stream.source
    LEFT JOIN journal_key AS known ON known.source_id = source.source_id AND known.sequence = journal.sequence
  WHERE journal.journal_index >= $1::bigint AND journal.journal_index < $2::bigint ORDER BY journal.journal_index`;

export const FACTS = `
  SELECT journal_index AS index, at, stream_id AS "streamId", sound, event_id AS id, person_id AS "personId", subject, actor,
    correlation_id AS "correlationId", site_id AS "siteId", area, reason, till_id AS "tillId", meal_period AS "mealPeriod",
    service_date AS "serviceDate", happened_at AS "happenedAt", subject_id AS "subjectId", claim_id AS "claimId", quantity,
    amount_fen AS "amountFen", subsidy_fen AS "subsidyFen"
  FROM journal_fact WHERE journal_index >= $1::bigint AND journal_index < $2::bigint`;

export const SHARES = `
  SELECT journal_index AS index, funder, at, fen FROM journal_share WHERE journal_index >= $1::bigint AND journal_index < $2::bigint`;

export const REFERENCES = `
  SELECT journal_index AS index, reference FROM journal_reference WHERE journal_index >= $1::bigint AND journal_index < $2::bigint`;

/** Older records than these have no facts yet. */
export const FACTS_BELOW = 'SELECT facts_below AS below FROM journal_head';
