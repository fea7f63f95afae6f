import type { LocalDate } from '@doorstep/kernel';
import type { PastClaim, PersonFacts, StandingClaim, Voucher, WalletLot } from '@doorstep/policy';
import { asPastClaim } from '@doorstep/policy';

/** A claim of before the scenario's first step, with all its money. */
export interface OpeningClaim extends PastClaim {
  readonly claimId: string;
  readonly operatorFen: number;
  readonly deliveryFen: number;
}

/** A day of care, a bill or an absence that a step brought. */
export interface CareRecord {
  /** Absent for absences and for what uses nothing up. */
  readonly claim?: PastClaim;
  readonly subsidyFen: number;
  readonly selfPayFen: number;
  readonly feeFen: number;
}

/** Everything about one person of a scenario. */
export class PersonBook {
  lots: WalletLot[] = [];
  vouchers: Voucher[] = [];
  opening: OpeningClaim[] = [];
  meals: StandingClaim[] = [];
  readonly care: CareRecord[] = [];
  /** Approvals whose top-ups have been worked out. */
  readonly toppedUp = new Set<string>();

  constructor(
    readonly ref: string,
    public facts: PersonFacts,
  ) {}

  /** Live claims that stay as they are when meals are decided again. */
  fixedClaims(): readonly PastClaim[] {
    return [...this.opening, ...this.care.flatMap(({ claim }) => (claim ? [claim] : []))];
  }

  liveClaims(): readonly PastClaim[] {
    const meals = this.meals.flatMap((meal) => asPastClaim(meal) ?? []);
    return [...this.fixedClaims(), ...meals];
  }

  walletLeft(): number {
    return this.lots.reduce((sum, lot) => sum + lot.leftFen, 0);
  }

  voucherLeft(today: LocalDate): number {
    return this.vouchers.find((voucher) => today.startsWith(voucher.month))?.leftFen ?? 0;
  }
}
