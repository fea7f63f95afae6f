import type { LocalDate } from '@doorstep/kernel';
import { assert } from '@doorstep/kernel';
import type { PastClaim, PersonFacts } from '@doorstep/policy';
import { Wallet } from '../../entitlements/domain/wallet.js';
import type { Claim, CountedClaim } from './claim.js';
import type { Origin } from './origin.js';
import type { Window } from './window.js';
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
  private readonly decisions: Map<string, number>;
  private readonly allCounters: ReadonlyMap<string, PersonCounters>;
  /** Whose each claim is, where there are several files. */
  private readonly owners = new Map<string, string>();
  /** Something about the person's entitlement changed. */
  touched = false;

  constructor(
    readonly personId: string,
    private believed: PersonFacts | undefined,
    readonly counters: PersonCounters,
    readonly wallet = new Wallet(),
    /** Other files of the same person: they share everything but the numbers of their decisions. */
    others: ReadonlyMap<string, PersonCounters> = new Map(),
  ) {
    this.allCounters = new Map([[personId, counters], ...others]);
    this.decisions = new Map([...this.allCounters].map(([member, { decisionNumber }]) => [member, decisionNumber]));
  }

  /** The ids of all files, that of the one which stands for the person first. */
  get memberIds(): readonly string[] {
    return [...this.allCounters.keys()];
  }

  get isGroup(): boolean {
    return this.allCounters.size > 1;
  }

  /** Of one file, as they are now. */
  countersOf(member: string): PersonCounters {
    const { entitlementVersion = 0 } = this.allCounters.get(member) ?? {};
    return { decisionNumber: this.decisions.get(member) ?? 0, entitlementVersion };
  }

  get facts(): PersonFacts | undefined {
    return this.believed;
  }

  /** Facts as they are known from now on. */
  believe(facts: PersonFacts): void {
    this.believed = facts;
  }

  /** Claims of this one drew on its lots when both were one person; it is loaded and written together with this one. */
  leanOn(owner: PersonFile): void {
    this.wallet.lean(owner.wallet);
  }

  nextDecision(member: string): number {
    const next = (this.decisions.get(member) ?? 0) + 1;
    this.decisions.set(member, next);
    return next;
  }

  addOrigin(origin: Origin): void {
    this.origins.set(origin.ref.originId, origin);
  }

  addClaim(claim: Claim): void {
    this.claims.set(claim.record.claimId, claim);
  }

  addCounted(claim: CountedClaim, member = this.personId): void {
    this.background.set(claim.claimId, claim);
    if (this.isGroup) this.owners.set(claim.claimId, member);
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

  /** Those among them that lie in another file than this one, of the dates that caps of a service date reach. */
  countingElsewhere(member: string, { from, to }: Window): CountedClaim[] {
    if (!this.isGroup) return [];
    return this.counting().filter(({ claimId, serviceDate, kind }) => {
      const owner = this.claims.get(claimId)?.record.personId ?? this.owners.get(claimId);
      const near = serviceDate >= from && (to === undefined || serviceDate <= to);
      return owner !== member && near && kind !== 'absence';
    });
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

  /** By a claim that is none of `except`. */
  slotTaken(serviceDate: LocalDate, slot: string, except: ReadonlySet<string> = new Set()): boolean {
    return this.counting().some(
      (claim) => claim.slot === slot && claim.serviceDate === serviceDate && !except.has(claim.claimId),
    );
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
