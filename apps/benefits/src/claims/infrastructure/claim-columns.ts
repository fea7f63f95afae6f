import type { Claim } from '../domain/claim.js';
import type { Origin } from '../domain/origin.js';
import type { ClaimTerms } from '../domain/verdict.js';
import { sqlArray } from '@doorstep/persistence';
import type { Column } from '../../platform/row-set.js';

export const originColumns: readonly Column<Origin>[] = [
  { name: 'origin_id', type: 'uuid', value: (o) => o.ref.originId },
  { name: 'kind', type: 'text', value: (o) => o.kind },
  { name: 'person_id', type: 'uuid', value: (o) => o.ref.personId },
  { name: 'site_id', type: 'text', value: (o) => o.ref.siteId },
  { name: 'service_date', type: 'date', value: (o) => o.ref.serviceDate },
  { name: 'meal_period', type: 'text', value: (o) => o.ref.mealPeriod },
  { name: 'asked', type: 'text', cast: 'jsonb', value: (o) => JSON.stringify(o.asked) },
  { name: 'fulfilment', type: 'text', value: (o) => o.fulfilment },
  { name: 'first_decision_number', type: 'integer', value: (o) => o.firstDecisionNumber },
  { name: 'latest_claim_id', type: 'uuid', value: (o) => o.latestClaimId },
  { name: 'receipt_fen', type: 'bigint', value: (o) => o.receiptFen },
  { name: 'is_opening', type: 'boolean', value: (o) => o.isOpening },
];

export interface ClaimInsert {
  readonly claim: Claim;
  readonly at: string;
}

/** Most claims draw on nothing of the person's: null is shorter than an empty list. */
export function lotDrawsText({ terms: { lotDraws } }: Claim): string | null {
  return lotDraws.length === 0 ? null : JSON.stringify(lotDraws);
}

export function voucherDrawText({ terms: { voucherDraw } }: Claim): string | null {
  return voucherDraw ? JSON.stringify(voucherDraw) : null;
}

export function differenceText({ difference }: Claim): string | null {
  return difference ? JSON.stringify(difference) : null;
}

const termColumn = (
  name: string,
  type: string,
  pick: (terms: ClaimTerms) => string | number | null,
): Column<ClaimInsert> => ({
  name,
  type,
  value: ({ claim }) => pick(claim.record.terms),
});

export const claimColumns: readonly Column<ClaimInsert>[] = [
  { name: 'claim_id', type: 'uuid', value: ({ claim }) => claim.record.claimId },
  { name: 'origin_id', type: 'uuid', value: ({ claim }) => claim.record.originId },
  { name: 'kind', type: 'text', value: ({ claim }) => claim.record.kind },
  { name: 'person_id', type: 'uuid', value: ({ claim }) => claim.record.personId },
  { name: 'site_id', type: 'text', value: ({ claim }) => claim.record.siteId },
  { name: 'service_date', type: 'date', value: ({ claim }) => claim.record.serviceDate },
  { name: 'meal_period', type: 'text', value: ({ claim }) => claim.record.mealPeriod },
  { name: 'at_time', type: 'text', value: ({ claim }) => claim.record.at },
  { name: 'state', type: 'text', value: ({ claim }) => claim.state },
  { name: 'slot', type: 'text', value: ({ claim }) => claim.slot },
  termColumn('outcome', 'text', (terms) => terms.outcome),
  termColumn('reason', 'text', (terms) => terms.reason),
  termColumn('pack_id', 'text', (terms) => terms.packId),
  termColumn('rule_version', 'text', (terms) => terms.ruleVersion),
  termColumn('gross_fen', 'bigint', (terms) => terms.grossFen),
  termColumn('discount_fen', 'bigint', (terms) => terms.discountFen),
  termColumn('subsidy_fen', 'bigint', (terms) => terms.subsidyFen),
  termColumn('delivery_fen', 'bigint', (terms) => terms.deliveryFen),
  termColumn('operator_fen', 'bigint', (terms) => terms.operatorFen),
  termColumn('self_pay_fen', 'bigint', (terms) => terms.selfPayFen),
  termColumn('fee_fen', 'bigint', (terms) => terms.feeFen),
  termColumn('need_fen', 'bigint', (terms) => terms.needFen),
  termColumn('budget_need_fen', 'bigint', (terms) => terms.budgetNeedFen),
  termColumn('reserve_fen', 'bigint', (terms) => terms.reserveFen),
  { name: 'lot_draws', type: 'text', cast: 'jsonb', value: ({ claim }) => lotDrawsText(claim) },
  { name: 'voucher_draw', type: 'text', cast: 'jsonb', value: ({ claim }) => voucherDrawText(claim) },
  { name: 'difference', type: 'text', cast: 'jsonb', value: ({ claim }) => differenceText(claim) },
  { name: 'book_year', type: 'smallint', value: ({ claim }) => claim.record.bookYear },
  { name: 'reversed_in_year', type: 'smallint', value: ({ claim }) => claim.reversedInYear },
  { ...termColumn('shares', 'text', (terms) => JSON.stringify(terms.shares)), cast: 'jsonb' },
  { ...termColumn('flags', 'text', (terms) => sqlArray(terms.flags)), cast: 'text[]' },
  { name: 'budget_id', type: 'uuid', value: ({ claim }) => claim.record.budgetId },
  { name: 'decision_number', type: 'integer', value: ({ claim }) => claim.record.decisionNumber },
  { name: 'corrects_claim_id', type: 'uuid', value: ({ claim }) => claim.record.correctsClaimId },
  { name: 'hold_until', type: 'timestamptz', value: ({ claim }) => claim.holdUntil.toISOString() },
  { name: 'decided_at', type: 'timestamptz', value: ({ at }) => at, shared: true },
  { name: 'changed_at', type: 'timestamptz', value: ({ at }) => at, shared: true },
];

export const decisionColumns: readonly Column<Claim>[] = [
  { name: 'claim_id', type: 'uuid', value: (claim) => claim.record.claimId },
  { name: 'pack_hash', type: 'text', value: (claim) => claim.evidence?.packHash },
  { name: 'fact_ids', type: 'text', cast: 'uuid[]', value: (claim) => sqlArray(claim.evidence?.factIds ?? []) },
  { name: 'budget_version', type: 'integer', value: (claim) => claim.evidence?.budgetVersion },
  { name: 'site_version', type: 'integer', value: (claim) => claim.evidence?.siteVersion },
  { name: 'steps', type: 'text', cast: 'jsonb', value: (claim) => JSON.stringify(claim.evidence?.steps ?? []) },
];
