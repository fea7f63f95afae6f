import type { CorrectionSide, CorrectionView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ClaimSight } from '../../claims/application/claims-reader.port.js';
import type { CorrectionFilter } from '../application/corrections-reader.port.js';
import { CorrectionsReader } from '../application/corrections-reader.port.js';

const side = (
  alias: string,
): string => `jsonb_build_object('claimId', ${alias}.claim_id, 'state', ${alias}.state, 'outcome', ${alias}.outcome,
  'reason', ${alias}.reason, 'packId', ${alias}.pack_id, 'ruleVersion', ${alias}.rule_version, 'subsidyFen', ${alias}.subsidy_fen,
  'deliveryFen', ${alias}.delivery_fen, 'operatorFen', ${alias}.operator_fen, 'feeFen', ${alias}.fee_fen, 'selfPayFen', ${alias}.self_pay_fen)`;

const LIST = `SELECT r.correction_id, r.person_id, r.site_id, r.origin_id, r.service_date::text, r.why, r.causation_id, r.actor,
    r.corrected_at, o.meal_period, ${side('b')} AS before, ${side('a')} AS after, a.difference
  FROM correction r JOIN claim b ON b.claim_id = r.before_claim_id JOIN claim a ON a.claim_id = r.after_claim_id
    JOIN claim_origin o ON o.origin_id = r.origin_id
  WHERE ($1::uuid IS NULL OR r.person_id = $1) AND ($2::text IS NULL OR r.site_id = $2) AND ($3::text IS NULL OR r.why = $3)
    AND ($4::uuid IS NULL OR (r.corrected_at, r.correction_id) < ($5::timestamptz, $4))
    AND ($6::uuid[] IS NULL OR r.person_id = ANY($6) OR r.site_id = ANY($7::text[]))
  ORDER BY r.corrected_at DESC, r.correction_id DESC LIMIT $8`;

interface Row {
  readonly correction_id: string;
  readonly person_id: string;
  readonly site_id: string;
  readonly origin_id: string;
  readonly service_date: string;
  readonly meal_period: CorrectionView['mealPeriod'];
  readonly why: string;
  readonly causation_id: string | null;
  readonly actor: string;
  readonly corrected_at: Date;
  readonly before: CorrectionSide;
  readonly after: CorrectionSide;
  readonly difference: CorrectionView['difference'];
}

@Injectable()
export class SqlCorrectionsReader extends CorrectionsReader {
  async list(tx: Tx, filter: CorrectionFilter, sight: ClaimSight | undefined): Promise<CorrectionView[]> {
    const rows = await tx.query<Row>(LIST, [
      filter.personId ?? null,
      filter.siteId ?? null,
      filter.why ?? null,
      filter.after?.correctionId ?? null,
      filter.after?.correctedAt ?? null,
      sight ? (sight.personIds ?? []) : null,
      sight?.siteIds ?? [],
      filter.limit + 1,
    ]);
    return rows.map(viewOf);
  }
}

function viewOf(row: Row): CorrectionView {
  const { difference } = row;
  return {
    correctionId: row.correction_id,
    personId: row.person_id,
    siteId: row.site_id,
    originId: row.origin_id,
    serviceDate: row.service_date,
    mealPeriod: row.meal_period,
    why: row.why,
    causationId: row.causation_id,
    actor: row.actor,
    correctedAt: row.corrected_at.toISOString(),
    before: row.before,
    after: row.after,
    difference: difference && { fen: difference.fen, bearer: difference.bearer, cause: difference.cause },
  };
}
