import type { ClaimRecord, CountedClaim } from '../domain/claim.js';
import type { ClaimState } from '../domain/claim-state.js';
import type { ClaimTerms } from '../domain/verdict.js';
import type { OriginRow } from '../application/claim-store.port.js';

/** Amounts come as float8: exact for every amount the kernel allows, and numbers without parsing. */
export const CLAIM_COLUMNS = `c.claim_id, c.origin_id, c.kind, c.person_id, c.site_id, c.service_date::text, c.meal_period, c.state,
  c.slot, c.outcome, c.reason, c.pack_id, c.rule_version, c.gross_fen::float8, c.discount_fen::float8, c.subsidy_fen::float8,
  c.delivery_fen::float8, c.operator_fen::float8, c.self_pay_fen::float8, c.fee_fen::float8, c.need_fen::float8, c.shares, c.flags,
  c.budget_need_fen::float8, c.reserve_fen::float8, c.lot_draws, c.voucher_draw, c.difference, c.book_year, c.at_time, c.budget_id, c.decision_number, c.corrects_claim_id`;

export interface ClaimRow {
  readonly claim_id: string;
  readonly origin_id: string;
  readonly kind: ClaimRecord['kind'];
  readonly person_id: string;
  readonly site_id: string;
  readonly service_date: ClaimRecord['serviceDate'];
  readonly meal_period: ClaimRecord['mealPeriod'];
  readonly state: ClaimState;
  readonly slot: ClaimRecord['slot'];
  readonly outcome: ClaimTerms['outcome'];
  readonly reason: string;
  readonly pack_id: string | null;
  readonly rule_version: string | null;
  readonly gross_fen: number;
  readonly discount_fen: number;
  readonly subsidy_fen: number;
  readonly delivery_fen: number;
  readonly operator_fen: number;
  readonly self_pay_fen: number;
  readonly fee_fen: number;
  readonly need_fen: number;
  readonly budget_need_fen: number;
  readonly reserve_fen: number;
  readonly lot_draws: ClaimTerms['lotDraws'] | null;
  readonly voucher_draw: NonNullable<ClaimTerms['voucherDraw']> | null;
  readonly difference: ClaimRecord['difference'];
  readonly book_year: number;
  readonly at_time: string | null;
  readonly shares: ClaimTerms['shares'];
  readonly flags: readonly string[];
  readonly budget_id: string | null;
  readonly decision_number: number;
  readonly corrects_claim_id: string | null;
}

const NO_DRAWS: ClaimTerms['lotDraws'] = [];

export function termsOf(row: ClaimRow): ClaimTerms {
  return {
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
    needFen: row.need_fen,
    budgetNeedFen: row.budget_need_fen,
    reserveFen: row.reserve_fen,
    lotDraws: row.lot_draws ?? NO_DRAWS,
    voucherDraw: row.voucher_draw ?? undefined,
    shares: row.shares,
    flags: row.flags,
  };
}

export function claimOf(row: ClaimRow): ClaimRecord {
  return {
    claimId: row.claim_id,
    originId: row.origin_id,
    kind: row.kind,
    personId: row.person_id,
    siteId: row.site_id,
    serviceDate: row.service_date,
    mealPeriod: row.meal_period,
    state: row.state,
    slot: row.slot,
    terms: termsOf(row),
    budgetId: row.budget_id,
    bookYear: row.book_year,
    at: row.at_time,
    difference: row.difference,
    decisionNumber: row.decision_number,
    correctsClaimId: row.corrects_claim_id,
  };
}

/**
 * A claim as one line of text, in the order of `countedOf`: a person has dozens of them, and building JSON of each took longer than finding
 * it. None of these values has a blank or a line break in it.
 */
export const COUNTED_LINE = `concat_ws(' ', c.claim_id, c.kind, c.site_id, c.service_date, coalesce(c.meal_period, '-'),
  coalesce(c.at_time, '-'), coalesce(c.pack_id, '-'), CASE WHEN c.outcome = 'deny' THEN 0 ELSE c.subsidy_fen END, coalesce(c.slot, '-'))`;

export interface CountedRow {
  readonly person_id: string;
  /** One line each. */
  readonly claims: string;
}

export function countedOf(claims: string): CountedClaim[] {
  return claims.split('\n').map(countedLine);
}

function countedLine(line: string): CountedClaim {
  const [claimId, kind, siteId, serviceDate, mealPeriod, at, packId, subsidyFen, slot] = line.split(' ');
  return {
    claimId,
    kind,
    siteId,
    serviceDate,
    mealPeriod: given(mealPeriod),
    at: given(at),
    packId: given(packId),
    subsidyFen: Number(subsidyFen),
    slot: given(slot),
  } as CountedClaim;
}

const given = (value: string | undefined): string | null => (value === '-' ? null : (value ?? null));

export const ORIGIN_COLUMNS = `o.origin_id, o.person_id, o.site_id, o.service_date::text, o.meal_period, o.asked, o.fulfilment,
  o.first_decision_number, o.latest_claim_id, o.receipt_fen::float8, o.is_opening`;

export interface OriginSqlRow {
  readonly origin_id: string;
  readonly person_id: string;
  readonly site_id: string;
  readonly service_date: OriginRow['ref']['serviceDate'];
  readonly meal_period: OriginRow['ref']['mealPeriod'];
  readonly asked: OriginRow['asked'];
  readonly fulfilment: OriginRow['fulfilment'];
  readonly first_decision_number: number;
  readonly latest_claim_id: string;
  readonly receipt_fen: number | null;
  readonly is_opening: boolean;
}

export function originOf(row: OriginSqlRow): OriginRow {
  return {
    ref: {
      originId: row.origin_id,
      personId: row.person_id,
      siteId: row.site_id,
      serviceDate: row.service_date,
      mealPeriod: row.meal_period,
    },
    asked: row.asked,
    fulfilment: row.fulfilment,
    firstDecisionNumber: row.first_decision_number,
    latestClaimId: row.latest_claim_id,
    receiptFen: row.receipt_fen,
    isOpening: row.is_opening,
  };
}
