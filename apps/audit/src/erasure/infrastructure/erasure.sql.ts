import { PersonErasedV1 } from '@doorstep/contracts';

export const LOCK = 'SELECT next_index AS next FROM erasure_head FOR UPDATE SKIP LOCKED';

/** The first record of a range that erases somebody, or is of somebody who was erased. */
export const FIRST = `
  SELECT f.journal_index AS "journalIndex", stream.type = '${PersonErasedV1.type}' AS "erases", later.person_id AS "personId",
    j.event_id AS id, j.key_id AS "keyId", j.bytes
  FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id) JOIN journal AS j USING (journal_index)
    LEFT JOIN LATERAL (SELECT e.person_id FROM erasure AS e WHERE e.person_id = f.person_id LIMIT 1) AS later ON true
  WHERE f.journal_index >= $1::bigint AND f.journal_index < $2::bigint
    AND (stream.type = '${PersonErasedV1.type}' AND f.sound OR later.person_id IS NOT NULL)
  ORDER BY f.journal_index LIMIT 1`;

export const BEHIND = `
  SELECT journal_head.next_index - fact_head.next_index AS records FROM journal_head CROSS JOIN fact_head`;

/** What was journalled, and cannot be searched yet. */
export const UNNOTED = `
  SELECT FROM journal WHERE journal_index >= (SELECT next_index FROM fact_head) AND person_id = $1 LIMIT 1`;

/**
 * Records of claims that were paid or are still held, and of orders and bookings that nobody has decided or ended; with each claim its
 * order or booking, and all that was said of this.
 */
export const EVIDENCE = `
  WITH own AS (
    SELECT f.journal_index, f.claim_id, f.subject_id, stream.type FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id)
    WHERE f.person_id = $1
  ), claim AS (
    SELECT claim_id FROM own WHERE type LIKE 'benefits.claim.%' AND claim_id IS NOT NULL GROUP BY claim_id
    HAVING bool_or(type = 'benefits.claim.settled.v1') OR bool_or(type = 'benefits.claim.held.v1')
      AND NOT bool_or(type IN ('benefits.claim.released.v1', 'benefits.claim.expired.v1', 'benefits.claim.denied.v1'))
  ), subject AS (
    SELECT subject_id FROM own WHERE claim_id IN (SELECT claim_id FROM claim) AND subject_id IS NOT NULL
    UNION
    SELECT subject_id FROM own WHERE subject_id IS NOT NULL GROUP BY subject_id
    HAVING bool_or(type IN ('meal-orders.meal-order.placed.v1', 'day-care.booking.confirmed.v1'))
      AND NOT bool_or(type LIKE 'benefits.claim.%' OR type IN ('meal-orders.meal-order.cancelled.v1', 'meal-orders.meal-order.no-show.v1',
        'day-care.booking.cancelled.v1', 'day-care.booking.no-show.v1'))
  )
  SELECT journal_index AS i FROM own
  WHERE claim_id IN (SELECT claim_id FROM claim) OR subject_id IN (SELECT subject_id FROM subject) ORDER BY 1`;

export const OVERDUE = `
  SELECT DISTINCT e.person_id AS "personId" FROM erasure AS e JOIN record_key AS k USING (person_id)
  WHERE k.destroyed_at IS NULL AND e.evidence_until < $1::date LIMIT $2`;
