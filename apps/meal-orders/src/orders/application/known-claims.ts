import type { LocalDate } from '@doorstep/kernel';
import type { PastClaim, Voucher, WalletLot } from '@doorstep/policy';

/** A claim as the entitlement of a person lists it. */
export interface EntitledClaim {
  readonly kind: 'meal' | 'day_care';
  readonly claimId: string;
  readonly serviceDate: string;
  readonly mealPeriod: string | null;
  readonly siteId: string;
  readonly subsidyFen: number;
}

/** What an own order of the person has claimed, or will. */
export interface OwnClaim {
  readonly claimId: string | null;
  readonly serviceDate: string;
  readonly mealPeriod: string;
  readonly siteId: string;
  readonly subsidyFen: number;
  /** The order is open or served, and its claim is held, settled or still to be decided. */
  readonly live: boolean;
}

export interface KnownClaims {
  readonly entitled: readonly EntitledClaim[];
  readonly own: readonly OwnClaim[];
  readonly lots: readonly {
    readonly month: string;
    readonly kind?: 'monthly' | 'topup';
    readonly leftFen: number;
    readonly expiresOn: string;
    readonly usableFrom?: string | null;
  }[];
  readonly vouchers: readonly { readonly month: string; readonly leftFen: number }[];
}

export const NO_CLAIMS: KnownClaims = { entitled: [], own: [], lots: [], vouchers: [] };

/**
 * The live claims of a person for a quote. Own orders are fresher than the entitlement, which follows by event: they replace what it
 * says about the same claim, and add what it does not know yet.
 */
export function pastClaims(known: KnownClaims): PastClaim[] {
  const ownIds = new Set(known.own.map((claim) => claim.claimId));
  const elsewhere = known.entitled.filter((claim) => !ownIds.has(claim.claimId));
  const own = known.own
    .filter((claim) => claim.live && claim.subsidyFen > 0)
    .map((claim) => ({ ...claim, kind: 'meal' as const }));
  return [...elsewhere, ...own].map((claim) => ({
    ...(claim.claimId === null ? {} : { claimId: claim.claimId }),
    kind: claim.kind,
    serviceDate: claim.serviceDate as LocalDate,
    ...(claim.mealPeriod === null ? {} : { mealPeriod: claim.mealPeriod as NonNullable<PastClaim['mealPeriod']> }),
    siteCode: claim.siteId,
    subsidyFen: claim.subsidyFen,
  }));
}

export function walletLots(known: KnownClaims): WalletLot[] {
  return known.lots.map(({ usableFrom, ...lot }) => {
    const since = usableFrom ? { usableFrom } : {};
    return { kind: 'monthly', ...lot, ...since } as WalletLot;
  });
}

export function vouchersOf(known: KnownClaims): Voucher[] {
  return known.vouchers.map((voucher) => ({ ...voucher }) as Voucher);
}
