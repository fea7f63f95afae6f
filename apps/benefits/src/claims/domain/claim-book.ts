import type { LocalDate } from '@doorstep/kernel';
import { DomainError, monthOf, unreachable } from '@doorstep/kernel';
import { capWindow } from '../../corrections/domain/cap-window.js';
import { dueRulesOf } from '../../entitlements/domain/due-rules.js';
import type { ClockMove } from '../../entitlements/domain/wallet.js';
import type { Claim } from './claim.js';
import type { ClaimChange } from './claim-change.js';
import { ClaimDesk } from './claim-desk.js';
import type { Correction } from './correction.js';
import { UNMERGED } from '../../corrections/domain/reasons.js';
import type { Parting } from '../../people/domain/parting.js';
import type { Cause, Happening } from './happening.js';
import { Judge } from './judge.js';
import { bringInMeal } from './opening-meal.js';
import type { Asked, OriginRef } from './origin.js';
import { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';
import { pastClaims } from './person-file.js';
import type { Window } from './window.js';
import { ALWAYS } from './window.js';
import { issueApart } from './part-files.js';
import { Redecision } from './redecision.js';
import type { Verdict } from './verdict.js';
import { isPostponed, refusalWithoutRules } from './verdict.js';
import type { ClaimWorld } from './claim-world.js';

export class UnknownOriginError extends DomainError {
  constructor(originId: string) {
    super('CLAIM.UNKNOWN_ORIGIN', 'an order or booking ends that never began here', { originId });
  }
}

/** A window of somebody's service dates, and why it must be decided again. */
export interface Relearnt {
  readonly personId: string;
  readonly window: Window;
  readonly why: string;
  readonly cause: Cause;
}

/** Plays what happened, one after the other; earlier decisions of the batch count for later ones. */
export class ClaimBook {
  private readonly judge: Judge;
  private readonly desk: ClaimDesk;
  /** Claims that ended so that others of the person may have become possible. */
  private readonly freed: Claim[] = [];
  private readonly relearnt: Relearnt[] = [];

  constructor(private readonly world: ClaimWorld) {
    const { rules, pools, years, now, today } = world;
    this.judge = new Judge(rules, pools, years);
    this.desk = new ClaimDesk({ pools, judge: this.judge, years, now, today });
  }

  get changes(): readonly ClaimChange[] {
    return this.desk.changes;
  }

  get corrections(): readonly Correction[] {
    return this.desk.corrections;
  }

  /** Ended claims that had used up something: what was refused or cut for their sake must be decided again. */
  get endedClaims(): readonly Claim[] {
    return this.freed;
  }

  /** Whose days must be decided again, since something else is known of them now than what was asked. */
  get toDecideAgain(): readonly Relearnt[] {
    return this.relearnt;
  }

  /** Returns the code of what is missing when the happening must wait; it then has had no effect. */
  apply(happening: Happening): string | undefined {
    const file = this.file(happening.ref.personId);
    const origin = file.origin(happening.ref.originId);
    switch (happening.kind) {
      case 'asked':
        return origin ? undefined : this.begin(file, happening);
      case 'attended':
      case 'absent':
        return this.endCare(file, origin, happening);
      case 'served':
        return this.serve(file, known(origin, happening), happening);
      case 'insured':
        this.insure(known(origin, happening), happening);
        return undefined;
      case 'called_off':
        this.callOff(file, known(origin, happening), happening);
        return undefined;
      case 'returned':
        this.takeBack(file, known(origin, happening), happening.cause);
        return undefined;
      default:
        return unreachable(happening);
    }
  }

  /** Facts of the person were learnt late: the touched claims are decided again. */
  redecide(personId: string, window: Window, cause: Cause, why = 'late_facts'): void {
    this.redecision().run(this.file(personId), window, { cause, why });
  }

  /** Files are several persons again: lots, vouchers and claims are those that each would have had alone. */
  part(parting: Parting, cause: Cause): void {
    const files = [...new Set(parting.members.map((member) => this.file(member)))];
    for (const file of files) issueApart(this.world, file, parting);
    for (const file of files) this.redecision(files).run(file, ALWAYS, { cause, why: UNMERGED });
    for (const file of files) {
      this.entitle(file.personId);
      // Nothing need have changed; still each file is told what the person has from now on.
      file.touched = true;
    }
  }

  private redecision(parted: readonly PersonFile[] = []): Redecision {
    const { pools, rules, years, today } = this.world;
    return new Redecision({ judge: this.judge, desk: this.desk, pools, rules, years, today, parted });
  }

  /** The start of a business day for the person's lots and vouchers. */
  startDay(personId: string, day: LocalDate, knownOn = day): ClockMove {
    const file = this.file(personId);
    if (!file.facts) return { issuedFen: 0, lapsedFen: 0 };
    const moved = file.wallet.startDay(day, dueRulesOf(this.world.rules, file.facts), knownOn);
    if (file.wallet.moved) file.touched = true;
    return moved;
  }

  /**
   * Facts of the person were learnt: what falls due today, top-ups of a late approval, and a first voucher whose day of issue is
   * itself a fact. Nothing else is issued for days that are over, and care of before today stays as it was decided.
   */
  entitle(personId: string): void {
    const { today } = this.world;
    const firsts = this.file(personId).facts?.applications.flatMap(({ firstIssuedOn }) => firstIssuedOn ?? []) ?? [];
    for (const day of firsts.filter((each) => each < today && monthOf(each) === monthOf(today)).sort())
      this.startDay(personId, day, today);
    this.startDay(personId, today);
  }

  bringIn(about: Omit<OriginRef, 'originId'>, subsidyFen: number): Claim {
    return bringInMeal(this.world, this.file(about.personId), about, subsidyFen);
  }

  /** Something outside of the book moved the person's entitlement; its new state is told. */
  touch(personId: string): void {
    this.file(personId).touched = true;
  }

  /** The clock's backstop: the owner's word never came. */
  expire(personId: string, claimId: string, cause: Cause): void {
    const file = this.file(personId);
    const claim = file.claim(claimId);
    if (claim?.state !== 'held') return;
    this.desk.expire(file, claim, cause);
    this.freed.push(claim);
  }

  private begin(file: PersonFile, happening: Happening & { asked: Asked }): string | undefined {
    const origin = new Origin(happening.ref, happening.asked, 'open', true);
    const verdict = this.decide(file, origin, happening.overdue);
    if ('later' in verdict) return verdict.later;
    file.addOrigin(origin);
    this.desk.open(file, origin, verdict, happening.cause);
    return undefined;
  }

  private serve(file: PersonFile, origin: Origin, happening: Happening & { kind: 'served' }): string | undefined {
    const { overdue, cause, receiptFen } = happening;
    if (origin.fulfilment === 'served' || origin.fulfilment === 'returned') return undefined;
    const claim = file.latestClaim(origin);
    const lapsed = claim?.state === 'expired' || claim?.state === 'released';
    const verdict = lapsed ? this.decide(file, origin, overdue) : undefined;
    if (verdict && 'later' in verdict) return verdict.later;
    origin.become('served');
    if (receiptFen !== undefined) origin.receipt(receiptFen);
    if (verdict) this.desk.open(file, origin, verdict, cause);
    else if (claim) this.desk.settle(file, origin, claim, cause);
    return undefined;
  }

  private callOff(file: PersonFile, origin: Origin, happening: Happening & { kind: 'called_off' }): void {
    if (origin.fulfilment !== 'open') return;
    origin.become(happening.why === 'no_show' ? 'no_show' : 'cancelled');
    const claim = file.latestClaim(origin);
    if (claim?.state !== 'held') return;
    this.desk.release(file, claim, happening.why, happening.cause);
    this.freed.push(claim);
  }

  private takeBack(file: PersonFile, origin: Origin, cause: Cause): void {
    if (origin.fulfilment === 'returned') return;
    origin.become('returned');
    const claim = file.latestClaim(origin);
    if (!claim) return;
    if (claim.live) this.freed.push(claim);
    if (claim.state === 'settled') this.desk.reverse(file, claim, 'returned', cause);
    else if (claim.state === 'held') this.desk.release(file, claim, 'cancelled', cause);
    else this.desk.clear(file, claim, 'returned', cause);
  }

  /**
   * A stay ended, or nobody came. The booking may not have arrived yet (topics are not ordered against each other), so the stay alone
   * is enough. What the booking held makes room for what the day really costs.
   */
  private endCare(
    file: PersonFile,
    before: Origin | undefined,
    happening: Happening & { kind: 'attended' | 'absent'; asked: Asked },
  ): string | undefined {
    if (before && before.fulfilment !== 'open') return undefined;
    const fulfilment = happening.kind === 'attended' ? 'served' : 'no_show';
    const after = new Origin(happening.ref, happening.asked, fulfilment, false);
    const verdict = this.decide(file, after, happening.overdue);
    if ('later' in verdict) return verdict.later;
    const origin = before ?? new Origin(happening.ref, happening.asked, fulfilment, true);
    if (before) before.become(fulfilment, happening.asked);
    else file.addOrigin(origin);
    const held = file.latestClaim(origin);
    if (held?.state === 'held' && fulfilment === 'no_show') this.desk.release(file, held, 'no_show', happening.cause);
    else this.desk.clear(file, held, 'replaced', happening.cause);
    if (held?.live === false && held.record.terms.subsidyFen > 0) this.freed.push(held);
    const lunch = origin.slot === null ? undefined : file.mealInSlot(origin.ref.serviceDate, origin.slot);
    if (lunch) {
      this.desk.clear(file, lunch, 'meal_in_daycare', happening.cause);
      this.freed.push(lunch);
    }
    this.desk.open(file, origin, verdict, happening.cause);
    if (lunch) this.refuseDisplaced(file, lunch, happening.cause);
    return undefined;
  }

  /** Care insurance comes first: what it paid changes what is left for a voucher, of this day and of those decided after it. */
  private insure(origin: Origin, { ref, cause, insurancePaidFen }: Happening & { kind: 'insured' }): void {
    const { asked } = origin;
    if (asked.kind !== 'day_care' || origin.fulfilment !== 'served' || asked.insurancePaidFen === insurancePaidFen)
      return;
    origin.become('served', { ...asked, insurancePaidFen });
    const window = capWindow({ from: ref.serviceDate, to: ref.serviceDate });
    this.relearnt.push({ personId: ref.personId, window, why: 'insurance_paid', cause });
  }

  /** The canteen lunch that made way for a day of care is told why, by the rules themselves. */
  private refuseDisplaced(file: PersonFile, before: Claim, cause: Cause): void {
    const origin = file.origin(before.record.originId);
    if (!origin) throw new UnknownOriginError(before.record.originId);
    if (origin.isOpening) return;
    const verdict = this.decide(file, origin, true);
    const refused = !('later' in verdict) && verdict.terms.outcome === 'deny';
    const refusal = refused ? verdict : refusalWithoutRules('MEAL_IN_DAYCARE', origin.grossFen);
    const after = this.desk.open(file, origin, refusal, cause, 'late_facts');
    this.desk.corrected({ origin, before, after, why: 'meal_in_daycare', cause });
  }

  /** The verdict, or what is missing for it while there is still time to wait. */
  private decide(file: PersonFile, origin: Origin, overdue: boolean): Verdict | { later: string } {
    const stored = file.origin(origin.ref.originId);
    const own = stored ? file.latestClaim(stored) : undefined;
    const others = file.counting().filter(({ claimId }) => claimId !== own?.record.claimId);
    const past = pastClaims(others);
    const verdict = this.desk.asIfWithout(file, own, () => this.judge.judge(origin, file, past));
    if (!isPostponed(verdict)) return verdict;
    return overdue ? refusalWithoutRules(verdict.later, origin.grossFen) : verdict;
  }

  private file(personId: string): PersonFile {
    const file = this.world.files.get(personId);
    if (!file) throw new Error('a person of the batch was not loaded');
    return file;
  }
}

function known(origin: Origin | undefined, happening: Happening): Origin {
  if (!origin) throw new UnknownOriginError(happening.ref.originId);
  return origin;
}
