import type { ClaimSummary } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ClaimDetailData, ClaimFilter, ClaimSight, ListedClaim } from '../application/claims-reader.port.js';
import { ClaimsReader } from '../application/claims-reader.port.js';
import type { ClaimRow } from './claim-rows.js';
import { CLAIM_COLUMNS } from './claim-rows.js';

interface ReadRow extends ClaimRow {
  readonly decided_at: Date;
  readonly changed_at: Date;
}

interface DecisionRow {
  readonly pack_hash: string | null;
  readonly fact_ids: string[];
  readonly budget_version: number | null;
  readonly steps: ClaimDetailData['steps'];
}

interface MovementRow {
  readonly transaction_id: string;
  readonly kind: ClaimDetailData['movements'][number]['kind'];
  readonly cause: string | null;
  readonly posted_at: Date;
}

/** Each filter that is absent stays open. Claims of one batch share their moment; a person's then come by decision number. */
const LIST = `SELECT ${CLAIM_COLUMNS}, c.decided_at, c.changed_at FROM claim c
  WHERE ($1::uuid IS NULL OR c.person_id = $1) AND ($2::text IS NULL OR c.site_id = $2)
    AND ($3::date IS NULL OR c.service_date = $3) AND ($4::text IS NULL OR c.state = $4)
    AND ($5::uuid IS NULL OR (c.decided_at, c.decision_number, c.claim_id) < ($6::timestamptz, $7::integer, $5))
    AND ($8::uuid[] IS NULL OR c.person_id = ANY($8) OR c.site_id = ANY($9::text[]))
  ORDER BY c.decided_at DESC, c.decision_number DESC, c.claim_id DESC LIMIT $10`;

@Injectable()
export class SqlClaimsReader extends ClaimsReader {
  async list(tx: Tx, filter: ClaimFilter, sight: ClaimSight | undefined): Promise<ListedClaim[]> {
    const rows = await tx.query<ReadRow>(LIST, [
      filter.personId ?? null,
      filter.siteId ?? null,
      filter.serviceDate ?? null,
      filter.state ?? null,
      filter.after?.claimId ?? null,
      filter.after?.decidedAt ?? null,
      filter.after?.decisionNumber ?? null,
      sight ? (sight.personIds ?? []) : null,
      sight?.siteIds ?? [],
      filter.limit + 1,
    ]);
    return rows.map((row) => ({ ...summaryOf(row), decisionNumber: row.decision_number }));
  }

  async find(tx: Tx, claimId: string): Promise<ClaimDetailData | undefined> {
    const [row] = await tx.query<ReadRow>(
      `SELECT ${CLAIM_COLUMNS}, c.decided_at, c.changed_at FROM claim c WHERE c.claim_id = $1`,
      [claimId],
    );
    const [decision] = await tx.query<DecisionRow>('SELECT * FROM claim_decision WHERE claim_id = $1', [claimId]);
    if (!row || !decision) return undefined;
    const [successor] = await tx.query<{ claim_id: string }>(
      'SELECT claim_id FROM claim WHERE corrects_claim_id = $1',
      [claimId],
    );
    const movements = await tx.query<MovementRow>(
      'SELECT transaction_id, kind, cause, posted_at FROM ledger_transaction WHERE claim_id = $1 ORDER BY phase',
      [claimId],
    );
    return {
      ...summaryOf(row),
      steps: decision.steps,
      basis: {
        factIds: decision.fact_ids,
        packHash: decision.pack_hash,
        decisionNumber: row.decision_number,
        budgetVersion: decision.budget_version,
      },
      movements: movements.map(({ transaction_id, kind, cause, posted_at }) => ({
        transactionId: transaction_id,
        kind,
        cause,
        at: posted_at.toISOString(),
      })),
      correctedByClaimId: successor?.claim_id ?? null,
    };
  }
}

function summaryOf(row: ReadRow): ClaimSummary {
  return {
    claimId: row.claim_id,
    kind: row.kind,
    origin: { kind: row.kind === 'meal' ? 'meal_order' : 'day_care', id: row.origin_id },
    personId: row.person_id,
    siteId: row.site_id,
    serviceDate: row.service_date,
    mealPeriod: row.meal_period,
    state: row.state,
    outcome: row.outcome,
    reason: row.reason,
    packId: row.pack_id,
    ruleVersion: row.rule_version,
    grossFen: row.gross_fen,
    discountFen: row.discount_fen,
    subsidyFen: row.subsidy_fen,
    deliveryFen: row.delivery_fen,
    operatorFen: row.operator_fen,
    selfPayFen: row.self_pay_fen,
    feeFen: row.fee_fen,
    shares: [...row.shares],
    flags: [...row.flags],
    correctsClaimId: row.corrects_claim_id,
    decidedAt: row.decided_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
