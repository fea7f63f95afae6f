import type { LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiInstant } from '@doorstep/kernel';
import type { MealPeriod } from '@doorstep/policy';
import type { ClaimState } from './claim-state.js';
import { CLAIM_GRAPH, ClaimTransitionError, isLive } from './claim-state.js';
import type { ClaimDifference } from './difference.js';
import type { ClaimTerms, Evidence } from './verdict.js';

/** Days after the service date on which a hold ends by itself, should its owner's word never come. */
export const HOLD_BACKSTOP_DAYS = 3;

export interface ClaimIdentity {
  readonly claimId: string;
  readonly originId: string;
  readonly kind: 'meal' | 'day_care' | 'institution_bill' | 'absence';
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  readonly mealPeriod: MealPeriod | null;
}

type Draws = Pick<ClaimTerms, 'lotDraws' | 'voucherDraw'>;

/** A claim as others of the person are decided by it: what it used up, and where and when. */
export interface CountedClaim extends Pick<
  ClaimIdentity,
  'claimId' | 'kind' | 'siteId' | 'serviceDate' | 'mealPeriod'
> {
  readonly at: string | null;
  readonly packId: string | null;
  /** 0 for a refusal, which may still take a meal. */
  readonly subsidyFen: number;
  readonly slot: MealPeriod | null;
}

export interface ClaimRecord extends ClaimIdentity {
  readonly terms: ClaimTerms;
  readonly budgetId: string | null;
  /** The year whose accounts carry it: that of the service date, unless that year was closed. */
  readonly bookYear: number;
  /** `HH:MM` of the meal, where it is known. */
  readonly at: string | null;
  readonly difference: ClaimDifference | null;
  readonly decisionNumber: number;
  readonly correctsClaimId: string | null;
  readonly state: ClaimState;
  readonly slot: MealPeriod | null;
}

/** One decision on one order or booking. What was decided never changes; only the state moves, along its graph. */
export class Claim {
  private current: ClaimState;
  private takenSlot: MealPeriod | null;
  private stateAtStart: ClaimState | undefined;
  private draws: Draws;
  /** What the receipt has less (or more) than this decision, while the claim stands. */
  difference: ClaimDifference | null;
  /** The year in whose accounts it was reversed, when its own was closed. */
  reversedInYear: number | null = null;

  private constructor(
    readonly record: ClaimRecord,
    /** Only for a claim decided now; a claim read back has its evidence in the database. */
    readonly evidence: Evidence | undefined,
  ) {
    this.draws = record.terms;
    this.difference = record.difference;
    this.current = record.state;
    this.takenSlot = record.slot;
    this.stateAtStart = evidence ? undefined : record.state;
  }

  static readBack(record: ClaimRecord): Claim {
    return new Claim(record, undefined);
  }

  static decided(record: Omit<ClaimRecord, 'state' | 'difference'>, evidence: Evidence): Claim {
    const { claimId, originId, personId, siteId, serviceDate, mealPeriod, kind, terms, budgetId } = record;
    const { bookYear, at, decisionNumber, correctsClaimId, slot } = record;
    const state = terms.outcome === 'deny' ? 'denied' : 'held';
    // Member by member: copying an object of so many is dear, and every decision comes here.
    const stands: ClaimRecord = {
      claimId,
      originId,
      personId,
      siteId,
      serviceDate,
      mealPeriod,
      kind,
      terms,
      budgetId,
      bookYear,
      at,
      decisionNumber,
      correctsClaimId,
      slot,
      difference: null,
      state,
    };
    return new Claim(stands, evidence);
  }

  /** The terms with what they draw from now. */
  get terms(): ClaimTerms {
    const { lotDraws, voucherDraw } = this.draws;
    return this.draws === this.record.terms ? this.record.terms : { ...this.record.terms, lotDraws, voucherDraw };
  }

  get state(): ClaimState {
    return this.current;
  }

  get slot(): MealPeriod | null {
    return this.takenSlot;
  }

  get live(): boolean {
    return isLive(this.current);
  }

  /** Uses up something of the person: money, a cap, or the meal of the day. */
  get counts(): boolean {
    return this.live || this.takenSlot !== null;
  }

  get counted(): CountedClaim {
    const { claimId, kind, siteId, serviceDate, mealPeriod, at, terms } = this.record;
    const { outcome, packId } = terms;
    const subsidyFen = outcome === 'deny' ? 0 : terms.subsidyFen;
    return { claimId, kind, siteId, serviceDate, mealPeriod, at, packId, subsidyFen, slot: this.takenSlot };
  }

  /** The state in the database, or undefined for a claim that is not there yet. */
  get storedState(): ClaimState | undefined {
    return this.stateAtStart;
  }

  get changed(): boolean {
    return (
      this.stateAtStart !== this.current ||
      this.takenSlot !== this.record.slot ||
      this.draws !== this.record.terms ||
      this.difference !== this.record.difference
    );
  }

  get holdUntil(): Date {
    return shanghaiInstant(addDays(this.record.serviceDate, HOLD_BACKSTOP_DAYS + 1), '00:00');
  }

  move(to: ClaimState): void {
    if (!CLAIM_GRAPH[this.current].includes(to)) throw new ClaimTransitionError(this.record.claimId, this.current, to);
    this.current = to;
    if (!isLive(to)) this.takenSlot = null;
  }

  /** An earlier claim left an older lot to this one, or took it away. No public money moves. */
  redraw(draws: Draws): void {
    this.draws = draws;
  }

  /** For a refused day of care that is decided anew: its successor takes the lunch. */
  giveUpSlot(): void {
    this.takenSlot = null;
  }
}
