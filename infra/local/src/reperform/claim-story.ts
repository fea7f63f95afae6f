import {
  ClaimBroughtInV1,
  ClaimDeniedV1,
  ClaimHeldV1,
  type ClaimSettledV1,
  DayCareFeeDecidedV1,
  DifferencePostedV1,
  type EventData,
} from '@doorstep/contracts';
import type { ClaimHistory, DecidedClaim, ToldClaim } from './claim-history.js';
import { ENDS, type End } from './claim-ends.js';
import { dataOf, type LoggedEvent } from './logged-event.js';
import type { PersonKin, PlayedFile } from './person-kin.js';
import type { PersonLog } from './person-log.js';
import { Recheck } from './recheck.js';
import type { StoryTools } from './story-tools.js';

type Fee = EventData<typeof DayCareFeeDecidedV1>;
type Money = EventData<typeof ClaimSettledV1> & { readonly bookYear?: number; readonly reversedAt?: string };
type BroughtIn = EventData<typeof ClaimBroughtInV1>;

/** Plays the claims of one file from the log alone, deciding each again, and moves their money. */
export class ClaimStory {
  private next = 0;
  private readonly recheck: Recheck;
  private readonly differenceYears = new Map<string, number>();
  private lastNumber = 0;

  constructor(
    private readonly file: PlayedFile,
    private readonly kin: PersonKin,
    private readonly tools: StoryTools,
  ) {
    this.recheck = new Recheck(file.person, file.history, kin, tools);
  }

  get isOver(): boolean {
    return this.next >= this.person.claims.length;
  }

  /** What comes next counts no claim of another file that has not been played yet. */
  get isReady(): boolean {
    const event = this.person.claims[this.next];
    const told = event && decisionOf(event);
    return (
      event !== undefined &&
      (told?.basis.alsoCounted ?? []).every((claimId) => this.kin.claimElsewhere(claimId, told?.decidedAt ?? ''))
    );
  }

  step(): void {
    const event = this.person.claims[this.next++];
    if (event) this.play(event);
  }

  /** After all that was decided: what stands. */
  end(): void {
    for (const claim of this.history.standing()) this.recheck.standing(claim);
  }

  private get person(): PersonLog {
    return this.file.person;
  }

  private get history(): ClaimHistory {
    return this.file.history;
  }

  private play(event: LoggedEvent): void {
    const told = decisionOf(event);
    if (told) return this.decided(event, told);
    const end = ENDS[event.type];
    if (end) return this.ended(event.data as Money, end);
    const fee = dataOf(event, DayCareFeeDecidedV1);
    if (fee) return this.fee(event, fee);
    const posted = dataOf(event, DifferencePostedV1);
    if (posted) return this.difference(posted);
    const broughtIn = dataOf(event, ClaimBroughtInV1);
    if (broughtIn) this.broughtIn(broughtIn);
  }

  private difference(posted: EventData<typeof DifferencePostedV1>): void {
    const claim = this.known(posted.claimId);
    if (!claim) return;
    const own = yearOf(posted.serviceDate);
    const booked = posted.bookYear ?? own;
    const before = posted.undone ? (this.differenceYears.get(posted.claimId) ?? own) : own;
    this.year(posted.claimId, before, booked, posted.postedAt);
    this.differenceYears.set(posted.claimId, booked);
    this.tools.ledger.moveDifference(posted, claim.told, before);
  }

  /** Meals of before the books were opened count in caps; nothing is decided again for them and no money moves. */
  private broughtIn(told: BroughtIn): void {
    this.tools.ledger.bringIn(told);
    for (const meal of told.meals) {
      this.number(meal.claimId, meal.decisionNumber);
      this.tools.findings.count('broughtIn');
      this.history.bringIn(told.personId, meal);
    }
  }

  /** In whose accounts something is booked: those of a closed year stay as they are. */
  private year(subject: string, year: number, told: number | undefined, at: string): void {
    const other = told === year ? undefined : told;
    const again = this.tools.closed.fault(year, other, at);
    if (again !== undefined) this.tools.findings.differs(subject, 'bookYear', String(told ?? year), again);
  }

  private decided(event: LoggedEvent, told: DecidedClaim): void {
    const { findings, ledger } = this.tools;
    const { claimId, origin, correctsClaimId } = told;
    this.person.follow(origin.id, event.causationId);
    this.insurance(claimId, origin.id);
    this.number(claimId, told.basis.decisionNumber);
    const before = this.history.latest(origin.id)?.told.claimId ?? null;
    findings.equal(claimId, 'correctsClaimId', correctsClaimId, before);
    if (this.history.get(claimId)) findings.differs(claimId, 'claimId', 'decided twice', 'once');
    const others = this.othersOf(told);
    this.recheck.decision(told, others);
    this.history.add(told, this.person.asked(origin.id)?.asked, others);
    const isHeld = event.type === ClaimHeldV1.type;
    findings.equal(claimId, 'type', isHeld, told.decision.outcome !== 'deny');
    this.year(claimId, yearOf(told.serviceDate), told.bookYear, told.decidedAt);
    if (isHeld) ledger.moveClaim('hold', told);
  }

  /** Claims of the person's other files that it says it counted. */
  private othersOf({ claimId, decidedAt, basis: { alsoCounted = [] } }: DecidedClaim): ToldClaim[] {
    return alsoCounted.flatMap((other) => {
      const found = this.kin.claimElsewhere(other, decidedAt);
      if (!found) this.tools.findings.differs(claimId, 'alsoCounted', other, 'of nobody known to be the same person');
      return found ?? [];
    });
  }

  /** What a decision took as paid by insurance must have been told for that stay. */
  private insurance(claimId: string, originId: string): void {
    const { insurance } = this.person;
    const fen = insurance.takenBy(claimId);
    if (fen === undefined) return;
    this.person.insured(originId, fen);
    if (!insurance.wasTold(originId, fen))
      this.tools.findings.differs(claimId, 'insurancePaidFen', fen, insurance.last(originId) ?? 'never told');
  }

  private ended(money: Money, { from, to, movement }: End): void {
    const claim = this.known(money.claimId);
    if (!claim) return;
    const { findings, ledger } = this.tools;
    findings.equal(money.claimId, 'state', claim.state, from);
    if (movement !== 'release') {
      const { subsidyFen, deliveryFen, operatorFen, shares } = claim.told.decision;
      const held = { subsidyFen, deliveryFen, operatorFen };
      for (const field of ['subsidyFen', 'deliveryFen', 'operatorFen'] as const)
        findings.equal(money.claimId, `${movement}.${field}`, money[field], held[field]);
      findings.equal(money.claimId, `${movement}.shares`, money.shares, shares);
    }
    if (movement === 'reverse' && !claim.isOpening)
      this.year(
        money.claimId,
        claim.told.bookYear ?? yearOf(money.serviceDate),
        money.bookYear,
        money.reversedAt ?? '',
      );
    if (!claim.isOpening) ledger.moveClaim(movement, claim.told, money.bookYear);
    if (to === 'ended') this.history.end(claim);
    else claim.state = to;
  }

  private fee(event: LoggedEvent, fee: Fee): void {
    this.person.follow(fee.bookingId, event.causationId);
    if (fee.kind === 'stay') return this.recheck.stayFee(fee);
    if (fee.basis) this.number(fee.bookingId, fee.basis.decisionNumber);
    else this.lastNumber += 1;
    this.recheck.absenceFee(fee);
    this.history.absent(fee.bookingId);
  }

  /** Decisions of one person are numbered without gaps; one that is missing in the log shows here. */
  private number(subject: string, recorded: number): void {
    this.tools.findings.equal(subject, 'decisionNumber', recorded, this.lastNumber + 1);
    this.lastNumber = recorded;
  }

  private known(claimId: string): ToldClaim | undefined {
    const claim = this.history.get(claimId);
    if (!claim) this.tools.findings.differs(claimId, 'claimId', 'moved money', 'never decided in the log');
    return claim;
  }
}

function decisionOf(event: LoggedEvent): DecidedClaim | undefined {
  return dataOf(event, ClaimHeldV1) ?? dataOf(event, ClaimDeniedV1);
}

const yearOf = (serviceDate: string): number => Number(serviceDate.slice(0, 4));
