import type { LocalDate } from '@doorstep/kernel';
import type { Claim } from './claim.js';
import type { ClaimDesk } from './claim-desk.js';
import type { Cause } from './happening.js';
import type { Judge } from './judge.js';
import type { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';
import { pastClaims } from './person-file.js';
import { isPostponed, sameOutcome } from './verdict.js';

/** Service dates `[from, to]` whose claims are to be decided again; `to` absent = without end. */
export interface Window {
  readonly from: LocalDate;
  readonly to: LocalDate | undefined;
}

/**
 * Decides a person's origins of the window again, in their first commit order, each seeing the new results before it. Where the
 * result differs the old claim is reversed (or its hold released) and a new one opened; where it is the same nothing happens,
 * so that running it twice changes nothing. Attended days of care go first: they take the lunch whenever they were booked.
 */
export class Redecision {
  constructor(
    private readonly judge: Judge,
    private readonly desk: ClaimDesk,
  ) {}

  run(file: PersonFile, window: Window, cause: Cause): void {
    const origins = file.allOrigins().filter((origin) => origin.stands && within(origin.ref.serviceDate, window));
    origins.sort((a, b) => rank(a) - rank(b) || a.firstDecisionNumber - b.firstDecisionNumber);
    const pending = new Set(origins.map((origin) => origin.latestClaimId));
    const decided = file.counting().filter((claim) => !pending.has(claim.record.claimId));
    for (const origin of origins) {
      const claim = this.again(file, origin, decided, cause);
      if (claim?.counts) decided.push(claim);
    }
  }

  private again(file: PersonFile, origin: Origin, before: readonly Claim[], cause: Cause): Claim | undefined {
    const current = file.latestClaim(origin);
    const verdict = this.desk.asIfWithout(current, () =>
      this.judge.judge(origin, file.facts, pastClaims(before, origin.asked.kind)),
    );
    if (isPostponed(verdict) || !current) return current;
    if (origin.fulfilment === 'open' && !current.live && current.state !== 'denied') return current;
    if (sameOutcome(current.record.terms, verdict.terms) && (current.live || current.state === 'denied'))
      return current;
    this.desk.clear(file, current, 'late_facts', cause);
    return this.desk.open(file, origin, verdict, cause);
  }
}

const within = (date: LocalDate, window: Window): boolean =>
  date >= window.from && (window.to === undefined || date <= window.to);

const rank = (origin: Origin): number => (origin.slot !== null && origin.asked.kind === 'day_care' ? 0 : 1);
