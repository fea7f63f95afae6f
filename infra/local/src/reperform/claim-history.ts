import type { EventData } from '@doorstep/contracts';
import type { ClaimBroughtInV1, ClaimHeldV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { PastClaim } from '@doorstep/policy';
import type { Asked } from './person-log.js';

export type DecidedClaim = EventData<typeof ClaimHeldV1>;
export type ClaimState = 'held' | 'settled' | 'denied' | 'ended';

/** A claim as the events told it so far. */
export interface ToldClaim {
  readonly told: DecidedClaim;
  readonly asked: Asked | undefined;
  state: ClaimState;
  /** Takes the meal of the day: a live meal claim, or an attended day of care with lunch, whoever pays for it. */
  takesMeal: boolean;
  /** Of before the books were opened: paid elsewhere, never decided again. */
  readonly isOpening?: boolean;
}

const isLive = ({ state }: ToldClaim): boolean => state === 'held' || state === 'settled';
export const counts = (claim: ToldClaim): boolean => isLive(claim) || claim.takesMeal;

/** One person's claims in the order in which they were decided. */
export class ClaimHistory {
  private readonly claims = new Map<string, ToldClaim>();
  private readonly latestOf = new Map<string, ToldClaim>();
  private readonly firstNumbers = new Map<string, number>();

  get(claimId: string): ToldClaim | undefined {
    return this.claims.get(claimId);
  }

  latest(originId: string): ToldClaim | undefined {
    return this.latestOf.get(originId);
  }

  /** The claims that answer each order or booking now, refused ones too. */
  standing(): ToldClaim[] {
    return [...this.latestOf.values()].filter(({ state }) => state !== 'ended');
  }

  /** Number of the first decision on what was asked: corrections keep the order of these. */
  rank({ told, takesMeal, asked }: ToldClaim): number {
    const first = this.firstNumbers.get(told.origin.id) ?? told.basis.decisionNumber;
    return takesMeal && asked?.kind === 'day_care' ? first - 1_000_000 : first;
  }

  add(told: DecidedClaim, asked: Asked | undefined): void {
    const { id } = told.origin;
    const denied = told.decision.outcome === 'deny';
    const before = this.latestOf.get(id);
    // A refused day of care gives up its lunch to its successor, without an event of its own.
    if (before?.state === 'denied') before.takesMeal = false;
    const claim: ToldClaim = {
      told,
      asked,
      state: denied ? 'denied' : 'held',
      takesMeal: asked?.kind === 'day_care' ? this.takesLunch(asked) : !denied,
    };
    this.claims.set(told.claimId, claim);
    this.latestOf.set(id, claim);
    if (!this.firstNumbers.has(id)) this.firstNumbers.set(id, told.basis.decisionNumber);
  }

  /** It stands where it is: nothing asked for it, so that nothing is asked again. */
  bringIn(personId: string, meal: EventData<typeof ClaimBroughtInV1>['meals'][number]): void {
    const { claimId, siteId, serviceDate, mealPeriod, packId, subsidyFen, decisionNumber } = meal;
    const money = { subsidyFen, deliveryFen: 0, operatorFen: 0, discountFen: 0, selfPayFen: 0, shares: [] };
    const told: DecidedClaim = {
      ...{ claimId, personId, siteId, serviceDate, mealPeriod },
      origin: { kind: 'meal_order', id: claimId },
      decision: {
        ...{ outcome: 'approve', reason: 'OK', packId, ruleVersion: null },
        ...{ grossFen: subsidyFen, ...money, steps: [], flags: [] },
      },
      basis: { factIds: [], packHash: null, decisionNumber, budgetVersion: null },
      ...{ decidedAt: '', correctsClaimId: null },
    };
    this.claims.set(claimId, { told, asked: undefined, state: 'settled', takesMeal: true, isOpening: true });
    this.firstNumbers.set(claimId, decisionNumber);
  }

  /** Nobody came: a fee takes the place of the booking's claim. Money that was held is released by an event, a refusal ends by itself. */
  absent(bookingId: string): void {
    const claim = this.latestOf.get(bookingId);
    if (claim?.state === 'denied') this.end(claim);
  }

  end(claim: ToldClaim): void {
    claim.state = 'ended';
    claim.takesMeal = false;
  }

  /** What counted when a decision was made: everything but its own predecessor and what the same correction decided after it. */
  countedFor({ correctsClaimId, basis: { notCounted } }: DecidedClaim): PastClaim[] {
    const later = new Set(notCounted);
    return this.past(({ told }) => told.claimId !== correctsClaimId && !later.has(told.basis.decisionNumber));
  }

  past(wanted: (claim: ToldClaim) => boolean): PastClaim[] {
    return [...this.claims.values()].filter((claim) => counts(claim) && wanted(claim)).map(pastClaim);
  }

  /** A second attended day of care on one date takes no second lunch. */
  private takesLunch(asked: Asked): boolean {
    if (asked.kind !== 'day_care' || asked.withMeal !== true) return false;
    return ![...this.claims.values()].some(
      (claim) => claim.takesMeal && claim.asked?.serviceDate === asked.serviceDate && isLunch(claim),
    );
  }
}

const isLunch = ({ told }: ToldClaim): boolean => told.mealPeriod === null || told.mealPeriod === 'lunch';

function pastClaim({ told, asked, takesMeal }: ToldClaim): PastClaim {
  const { claimId, serviceDate, mealPeriod, siteId, decision } = told;
  const at = asked?.kind === 'meal' ? asked.at : undefined;
  return {
    claimId,
    kind: mealPeriod === null ? 'day_care' : 'meal',
    serviceDate: serviceDate as LocalDate,
    ...(mealPeriod !== null && { mealPeriod }),
    ...(at !== undefined && { at }),
    siteCode: siteId,
    ...(decision.packId !== null && { packId: decision.packId }),
    subsidyFen: decision.outcome === 'deny' ? 0 : decision.subsidyFen,
    ...(mealPeriod === null && !takesMeal && { coversMeal: false }),
  };
}
