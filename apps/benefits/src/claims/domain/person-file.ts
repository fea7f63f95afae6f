import type { LocalDate } from '@doorstep/kernel';
import { assert } from '@doorstep/kernel';
import type { PastClaim, PersonFacts } from '@doorstep/policy';
import { Wallet } from '../../entitlements/domain/wallet.js';
import type { Claim, CountedClaim } from './claim.js';
import type { Origin } from './origin.js';
import type { Writable } from './writable.js';

export interface PersonCounters {
  readonly decisionNumber: number;
  readonly entitlementVersion: number;
}

/** Everything about one person that a batch needs; its lane makes sure that nobody else changes it meanwhile. */
export class PersonFile {
  private readonly origins = new Map<string, Origin>();
  private readonly claims = new Map<string, Claim>();
  /** Claims that count and that the batch itself leaves alone, unless they were read whole too. */
  private readonly background = new Map<string, CountedClaim>();
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

  addCounted(claim: CountedClaim): void {
    this.background.set(claim.claimId, claim);
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

  counting(): CountedClaim[] {
    const counted: CountedClaim[] = [];
    for (const claim of this.background.values()) if (!this.claims.has(claim.claimId)) counted.push(claim);
    for (const claim of this.claims.values()) if (claim.counts) counted.push(claim.counted);
    return counted;
  }

  /** The live meal claim that stands where a day of care with lunch wants to be. */
  mealInSlot(serviceDate: LocalDate, slot: string): Claim | undefined {
    const found = this.counting().find(
      (claim) => claim.slot === slot && claim.serviceDate === serviceDate && claim.kind === 'meal',
    );
    if (!found) return undefined;
    const claim = this.claims.get(found.claimId);
    assert(claim, 'a meal that may have to make way is read whole');
    return claim;
  }

  slotTaken(serviceDate: LocalDate, slot: string): boolean {
    return this.counting().some((claim) => claim.slot === slot && claim.serviceDate === serviceDate);
  }
}

/** Claims as the rules count them. A booked day of care, or one without lunch, stands in no meal's way; absences use up nothing. */
export function pastClaims(claims: readonly CountedClaim[]): PastClaim[] {
  const past: PastClaim[] = [];
  for (const claim of claims) if (claim.kind !== 'absence') past.push(pastClaim(claim, claim.kind));
  return past;
}

function pastClaim(claim: CountedClaim, kind: PastClaim['kind']): PastClaim {
  const { claimId, serviceDate, mealPeriod, at, packId, siteId: siteCode, subsidyFen, slot } = claim;
  const past: Writable<PastClaim> = { claimId, kind, serviceDate, siteCode, subsidyFen };
  if (mealPeriod !== null) past.mealPeriod = mealPeriod;
  if (at !== null) past.at = at;
  if (packId !== null) past.packId = packId;
  if (kind === 'day_care' && slot === null) past.coversMeal = false;
  return past;
}
