import type { RefundDue } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { DueFilter, PersonPayment } from '../application/refund-store.port.js';
import { RefundStore } from '../application/refund-store.port.js';

/**
 * What stands against persons comes from their claims' differences and what was brought in at the opening; what was paid, from payments.
 * All of it is one signed sum: a refund that turned out not to be due is owed back once, and is settled by collecting it.
 */
const DUE = `WITH owed AS (
    SELECT c.person_id, greatest(-(c.difference->>'fen')::bigint, 0) AS to_person,
      CASE WHEN c.difference->>'bearer' = 'person' THEN greatest((c.difference->>'fen')::bigint, 0) ELSE 0 END AS from_person,
      c.changed_at AS since
    FROM claim c WHERE c.difference IS NOT NULL AND ($1::uuid IS NULL OR c.person_id = $1)
    UNION ALL
    SELECT person_id, to_person_fen, from_person_fen, recorded_at FROM person_debt WHERE ($1::uuid IS NULL OR person_id = $1)),
  sums AS (SELECT person_id, sum(to_person) AS to_person, sum(from_person) AS from_person, min(since) AS since FROM owed GROUP BY person_id),
  paid AS (SELECT person_id, coalesce(sum(fen) FILTER (WHERE kind = 'refund'), 0) AS refunded,
      coalesce(sum(fen) FILTER (WHERE kind = 'collect'), 0) AS collected
    FROM person_payment WHERE ($1::uuid IS NULL OR person_id = $1) GROUP BY person_id)
  SELECT person_id, coalesce(s.to_person, 0)::float8 AS owed, coalesce(p.refunded, 0)::float8 AS refunded,
    coalesce(s.from_person, 0)::float8 AS owes, coalesce(p.collected, 0)::float8 AS collected, s.since
  FROM sums s FULL JOIN paid p USING (person_id)
  WHERE ($2::uuid IS NULL OR person_id > $2) AND ($1::uuid IS NOT NULL
    OR coalesce(s.to_person, 0) - coalesce(p.refunded, 0) <> coalesce(s.from_person, 0) - coalesce(p.collected, 0))
  ORDER BY person_id LIMIT $3`;
const RECORD = `INSERT INTO person_payment (payment_id, person_id, kind, fen, reference, actor, transaction_id, paid_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

interface DueRow {
  readonly person_id: string;
  readonly owed: number;
  readonly refunded: number;
  readonly owes: number;
  readonly collected: number;
  readonly since: Date | null;
}

@Injectable()
export class SqlRefundStore extends RefundStore {
  async due(tx: Tx, { personId, after, limit }: DueFilter): Promise<RefundDue[]> {
    const rows = await tx.query<DueRow>(DUE, [personId ?? null, after ?? null, limit + 1]);
    return rows.map(refundDueOf);
  }

  async record(tx: Tx, payment: PersonPayment, at: Date): Promise<void> {
    const { paymentId, personId, kind, fen, reference, actor, transactionId } = payment;
    await tx.query(RECORD, [paymentId, personId, kind, fen, reference, actor, transactionId, at]);
  }
}

function refundDueOf({ person_id, owed, refunded, owes, collected, since }: DueRow): RefundDue {
  const net = owed - refunded - (owes - collected);
  return {
    personId: person_id,
    owedFen: owed,
    refundedFen: refunded,
    toPayFen: Math.max(0, net),
    owesFen: owes,
    collectedFen: collected,
    toCollectFen: Math.max(0, -net),
    since: since?.toISOString() ?? null,
  };
}
