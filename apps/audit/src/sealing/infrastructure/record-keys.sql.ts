import { ClaimSettledV1, PersonErasedV1 } from '@doorstep/contracts';

export const LIVE = `
  SELECT key_id AS "keyId", person_id AS "personId", wrapped FROM record_key
  WHERE destroyed_at IS NULL AND broken_at IS NULL AND (person_id = ANY($1::uuid[]) OR ($2 AND person_id IS NULL))`;

/** Any of them tells whether this is the master key that wrapped them; so many must be spoilt before none does. */
export const OLDEST = `
  SELECT key_id AS "keyId", person_id AS "personId", wrapped FROM record_key WHERE wrapped IS NOT NULL ORDER BY key_id LIMIT 1000`;

/** Moves the epoch too, as does every change of a key. */
export const BREAK = 'UPDATE record_key SET broken_at = now() WHERE key_id = ANY($1::integer[])';

// What comes of somebody who was erased is opened for nobody but those who say why.
export const MAKE = `
  INSERT INTO record_key (person_id, wrapped, made_at, restricted_at)
  SELECT person_id, wrapped, now(), CASE WHEN EXISTS (SELECT FROM erasure WHERE erasure.person_id = made.person_id) THEN now() END
  FROM unnest($1::uuid[], $2::bytea[]) AS made (person_id, wrapped)
  RETURNING key_id AS "keyId", person_id AS "personId", wrapped`;

/**
 * A key is closed by an erasure alone, and the journal says whose: else somebody passes a loss off as one. `settled`: it was destroyed,
 * and had sealed a claim that was settled.
 */
export const BY_ID = `
  SELECT key_id AS "keyId", person_id AS "personId", wrapped, restricted_at IS NOT NULL AS restricted, closed,
    closed AND NOT EXISTS (
      SELECT FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id)
      WHERE f.person_id = record_key.person_id AND stream.type = '${PersonErasedV1.type}' AND f.sound) AS forged,
    destroyed_at IS NOT NULL AND EXISTS (
      SELECT FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id) JOIN journal USING (journal_index)
      WHERE f.person_id = record_key.person_id AND stream.type = '${ClaimSettledV1.type}' AND f.claim_id IS NOT NULL
        AND journal.key_id = record_key.key_id) AS settled
  FROM record_key CROSS JOIN LATERAL (SELECT destroyed_at IS NOT NULL OR restricted_at IS NOT NULL AS closed) AS state
  WHERE key_id = ANY($1::integer[])`;
