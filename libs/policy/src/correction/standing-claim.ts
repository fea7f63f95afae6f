import type { ClaimRequest, Decision, PastClaim, WalletLot } from '../model.js';

/** What a decision moves and draws from: all that deciding again must know of it. */
export type ClaimMoney = Pick<
  Decision,
  | 'outcome'
  | 'subsidyFen'
  | 'shares'
  | 'deliveryFen'
  | 'operatorFen'
  | 'budgetNeedFen'
  | 'reserveFen'
  | 'lotDraws'
  | 'voucherDraw'
>;

/** A claim as it stands: first commit order is the order of the array that holds it. Refused ones are there too. */
export interface StandingClaim<Money extends ClaimMoney = Decision> {
  readonly claimId?: string;
  readonly request: ClaimRequest;
  readonly decision: Money;
  /** The pool that it draws from now; absent = none. */
  readonly budgetKey?: string | undefined;
  /** Its hold ran out: it has nothing to give back, and nothing of it can stay. */
  readonly ended?: boolean;
}

/** How the claims after it see a claim. Refused ones use up nothing, but a day of care includes its meals whoever pays for it. */
export function asPastClaim(
  claim: StandingClaim<ClaimMoney & { readonly packId?: string | null }>,
): PastClaim | undefined {
  const { claimId, request, decision } = claim;
  if (request.kind === 'no_show' || request.kind === 'cancel') return undefined;
  if (decision.outcome === 'deny' && request.kind !== 'day_care') return undefined;
  const at = 'at' in request ? request.at : undefined;
  return {
    ...(claimId !== undefined && { claimId }),
    kind: request.kind,
    serviceDate: request.serviceDate,
    ...(at !== undefined && { at }),
    ...(request.kind === 'meal' && { mealPeriod: request.mealPeriod }),
    siteCode: request.site.code,
    ...(decision.packId && { packId: decision.packId }),
    subsidyFen: decision.subsidyFen,
    ...(request.kind === 'day_care' && request.withMeal === false && { coversMeal: false }),
  };
}

/** Lots and draws without an id belong together by month and kind. */
export function lotKey(lot: Pick<WalletLot, 'lotId' | 'month' | 'kind'>): string {
  return lot.lotId ?? `${lot.month}/${lot.kind}`;
}

export function voucherKey(voucher: { readonly voucherId?: string; readonly month: string }): string {
  return voucher.voucherId ?? voucher.month;
}

/** The same money from the same funders: such a claim stays as it is, with no entry. */
export function sameMoney(left: ClaimMoney, right: ClaimMoney): boolean {
  return (
    left.subsidyFen === right.subsidyFen &&
    left.operatorFen === right.operatorFen &&
    left.deliveryFen === right.deliveryFen &&
    shareOf(left) === shareOf(right)
  );
}

function shareOf({ shares }: ClaimMoney): string {
  return shares
    .filter((share) => share.fen !== 0)
    .map((share) => `${share.funder}:${share.fen}`)
    .join();
}
