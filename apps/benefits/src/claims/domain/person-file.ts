import type { LocalDate } from '@doorstep/kernel';
import type { PastClaim, PersonFacts } from '@doorstep/policy';
import { Wallet } from '../../entitlements/domain/wallet.js';
import type { Claim } from './claim.js';
import type { Origin } from './origin.js';

export interface PersonCounters {
  readonly decisionNumber: number;
  readonly entitlementVersion: number;
}

/** Everything about one person that a batch needs; its lane makes sure that nobody else changes it meanwhile. */
export class PersonFile {
  private readonly origins = new Map<string, Origin>();
  private readonly claims = new Map<string, Claim>();
  private decisions: number;
  /** Something about the person's entitlement changed. */
  touched = false;

  constructor(
    readonly personId: string,
    private believed: PersonFacts | undefined,
    readonly counters: PersonCounters,
    readonly wallet = new Wallet(),
  ) {
    this.decisions = counters.decisionNumber;
  }

  get facts(): PersonFacts | undefined {
    return this.believed;
  }

  /** Facts as they are known from now on. */
  believe(facts: PersonFacts): void {
    this.believed = facts;
  }

  get decisionNumber(): number {
    return this.decisions;
  }

  nextDecision(): number {
    this.decisions += 1;
    return this.decisions;
  }

  addOrigin(origin: Origin): void {
    this.origins.set(origin.ref.originId, origin);
  }

  addClaim(claim: Claim): void {
    this.claims.set(claim.record.claimId, claim);
  }

  origin(originId: string): Origin | undefined {
    return this.origins.get(originId);
  }

  claim(claimId: string): Claim | undefined {
    return this.claims.get(claimId);
  }

  latestClaim(origin: Origin): Claim | undefined {
    return origin.latestClaimId === undefined ? undefined : this.claims.get(origin.latestClaimId);
  }

  allOrigins(): Origin[] {
    return [...this.origins.values()];
  }

  allClaims(): Claim[] {
    return [...this.claims.values()];
  }

  counting(): Claim[] {
    return this.allClaims().filter((claim) => claim.counts);
  }

  /** The live meal claim that stands where a day of care with lunch wants to be. */
  mealInSlot(serviceDate: LocalDate, slot: string): Claim | undefined {
    return this.counting().find(
      (claim) => claim.slot === slot && claim.record.serviceDate === serviceDate && claim.record.kind === 'meal',
    );
  }

  slotTaken(serviceDate: LocalDate, slot: string): boolean {
    return this.counting().some((claim) => claim.slot === slot && claim.record.serviceDate === serviceDate);
  }
}

/** Claims as the rules count them. A booked day of care, or one without lunch, stands in no meal's way; absences use up nothing. */
export function pastClaims(claims: readonly Claim[]): PastClaim[] {
  return claims.flatMap((claim) => pastClaim(claim) ?? []);
}

function pastClaim({ record, slot }: Claim): PastClaim | undefined {
  const { kind, mealPeriod, at, terms } = record;
  if (kind === 'absence') return undefined;
  return {
    claimId: record.claimId,
    kind,
    serviceDate: record.serviceDate,
    ...(mealPeriod !== null && { mealPeriod }),
    ...(at !== null && { at }),
    siteCode: record.siteId,
    ...(terms.packId !== null && { packId: terms.packId }),
    subsidyFen: terms.outcome === 'deny' ? 0 : terms.subsidyFen,
    ...(kind === 'day_care' && slot === null && { coversMeal: false }),
  };
}
