import type { LocalDate } from '@doorstep/kernel';
import type { PastClaim, PersonFacts } from '@doorstep/policy';
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
    readonly facts: PersonFacts | undefined,
    readonly counters: PersonCounters,
  ) {
    this.decisions = counters.decisionNumber;
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

/**
 * Claims as the rules count them. For a meal, a day of care counts when it took the lunch; a booked day or one without lunch does not
 * stand in a meal's way. Fees for absence use up nothing.
 */
export function pastClaims(claims: readonly Claim[], askedKind: 'meal' | 'day_care'): PastClaim[] {
  return claims
    .filter((claim) => claim.record.kind !== 'absence')
    .filter((claim) => askedKind === 'day_care' || claim.record.kind === 'meal' || claim.slot === 'lunch')
    .map((claim) => pastClaim(claim));
}

function pastClaim({ record }: Claim): PastClaim {
  return {
    claimId: record.claimId,
    kind: record.kind === 'meal' ? 'meal' : 'day_care',
    serviceDate: record.serviceDate,
    ...(record.mealPeriod === null ? {} : { mealPeriod: record.mealPeriod }),
    siteCode: record.siteId,
    ...(record.terms.packId === null ? {} : { packId: record.terms.packId }),
    subsidyFen: record.terms.subsidyFen,
  };
}
