import type { Decision, MealRequest, PastClaim, WalletLot } from '../model.js';

/** A claim of a meal as it stands: first commit order is the order of the array that holds it. Refused ones are there too. */
export interface StandingClaim {
  readonly claimId?: string;
  readonly request: MealRequest;
  readonly decision: Decision;
}

/** How the claims after it see a claim: refused ones use up nothing. */
export function asPastClaim(claim: StandingClaim): PastClaim | undefined {
  const { claimId, request, decision } = claim;
  if (decision.outcome === 'deny') return undefined;
  return {
    ...(claimId !== undefined && { claimId }),
    kind: 'meal',
    serviceDate: request.serviceDate,
    ...(request.at !== undefined && { at: request.at }),
    mealPeriod: request.mealPeriod,
    siteCode: request.site.code,
    packId: decision.packId,
    subsidyFen: decision.subsidyFen,
  };
}

/** Lots and draws without an id belong together by month and kind. */
export function lotKey(lot: Pick<WalletLot, 'lotId' | 'month' | 'kind'>): string {
  return lot.lotId ?? `${lot.month}/${lot.kind}`;
}

/** The same money from the same funders: such a claim stays as it is, with no entry. */
export function sameMoney(left: Decision, right: Decision): boolean {
  return (
    left.subsidyFen === right.subsidyFen &&
    left.operatorFen === right.operatorFen &&
    left.deliveryFen === right.deliveryFen &&
    shareOf(left) === shareOf(right)
  );
}

function shareOf({ shares }: Decision): string {
  return shares
    .filter((share) => share.fen !== 0)
    .map((share) => `${share.funder}:${share.fen}`)
    .join();
}
