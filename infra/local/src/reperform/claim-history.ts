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
  /** The same when it was decided. */
  readonly tookMeal: boolean;
  /** The first decision on what was asked. */
  readonly first: First;
  /** Of before the books were opened: paid elsewhere, never decided again. */
  readonly isOpening?: boolean;
}

interface First {
  readonly number: number;
  /** In ms. */
  readonly at: number;
}

const isLive = ({ state }: ToldClaim): boolean => state === 'held' || state === 'settled';
export const counts = (claim: ToldClaim): boolean => isLive(claim) || claim.takesMeal;

/** The claims of one file in the order in which they were decided. */
export class ClaimHistory {
  private readonly claims = new Map<string, ToldClaim>();
  private readonly latestOf = new Map<string, ToldClaim>();
  private readonly firsts = new Map<string, First>();

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

  /** `others`: claims of the person's other files that counted. */
  add(told: DecidedClaim, asked: Asked | undefined, others: readonly ToldClaim[] = []): void {
    const { id } = told.origin;
    const denied = told.decision.outcome === 'deny';
    const before = this.latestOf.get(id);
    // A refused day of care gives up its lunch to its successor, without an event of its own.
    if (before?.state === 'denied') before.takesMeal = false;
    const first = this.firsts.get(id) ?? { number: told.basis.decisionNumber, at: Date.parse(told.decidedAt) };
    const takesMeal = asked?.kind === 'day_care' ? this.takesLunch(asked, others) : !denied;
    const state = denied ? 'denied' : 'held';
    const claim: ToldClaim = { told, asked, state, takesMeal, tookMeal: takesMeal, first };
    this.claims.set(told.claimId, claim);
    this.latestOf.set(id, claim);
    this.firsts.set(id, first);
  }

  /** It stands where it is: nothing asked for it, so that nothing is asked again. */
  bringIn(personId: string, brought: EventData<typeof ClaimBroughtInV1>['meals'][number]): void {
    const { claimId, siteId, serviceDate, mealPeriod, packId, subsidyFen, decisionNumber } = brought;
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
    const meal = { takesMeal: true, tookMeal: true, first: { number: decisionNumber, at: 0 }, isOpening: true };
    this.claims.set(claimId, { told, asked: undefined, state: 'settled', ...meal });
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
  countedFor({ correctsClaimId, basis: { notCounted } }: DecidedClaim, others: readonly ToldClaim[]): PastClaim[] {
    const later = new Set(notCounted);
    const own = this.counting().filter(
      ({ told }) => told.claimId !== correctsClaimId && !later.has(told.basis.decisionNumber),
    );
    // What became of the others since is told by their own records, and not when: they counted as they had been decided.
    return [...own.map(pastClaim), ...others.map((claim) => pastClaim({ ...claim, takesMeal: claim.tookMeal }))];
  }

  counting(): ToldClaim[] {
    return [...this.claims.values()].filter(counts);
  }

  /** A second attended day of care on one date takes no second lunch. */
  private takesLunch(asked: Asked, others: readonly ToldClaim[]): boolean {
    if (asked.kind !== 'day_care' || asked.withMeal !== true) return false;
    const isThatLunch = (claim: ToldClaim): boolean => claim.asked?.serviceDate === asked.serviceDate && isLunch(claim);
    return (
      ![...this.claims.values()].some((claim) => claim.takesMeal && isThatLunch(claim)) &&
      !others.some((claim) => claim.tookMeal && isThatLunch(claim))
    );
  }
}

const isLunch = ({ told }: ToldClaim): boolean => told.mealPeriod === null || told.mealPeriod === 'lunch';

/** In the order in which corrections decide: attended days of care first, then by the first decision on what was asked. */
export function wasBefore(a: ToldClaim, b: ToldClaim): boolean {
  if (a.isOpening) return true;
  const care = rank(a) - rank(b);
  if (care !== 0) return care < 0;
  const [one, other] = [a.told.personId, b.told.personId];
  // Each file numbers its decisions by itself.
  if (one === other) return a.first.number < b.first.number;
  const order = a.first.at - b.first.at || a.first.number - b.first.number;
  return order === 0 ? one < other : order < 0;
}

const rank = ({ takesMeal, asked }: ToldClaim): number => (takesMeal && asked?.kind === 'day_care' ? 0 : 1);

export function pastClaim({ told, asked, takesMeal }: ToldClaim): PastClaim {
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
