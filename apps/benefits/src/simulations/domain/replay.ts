import type { LocalDate } from '@doorstep/kernel';
import type { ClaimWorld } from '../../claims/domain/claim-world.js';
import { ClaimBook } from '../../claims/domain/claim-book.js';
import type { Origin } from '../../claims/domain/origin.js';
import type { PersonFile } from '../../claims/domain/person-file.js';
import type { ClaimTerms } from '../../claims/domain/verdict.js';

/** One order or booking of the month: what was decided and what would have been. */
export interface Replayed {
  readonly origin: Origin;
  readonly claimId: string;
  readonly before: ClaimTerms;
  readonly after: ClaimTerms;
  readonly changed: boolean;
}

export interface ReplayedDays {
  readonly from: LocalDate;
  /** Inclusive. */
  readonly to: LocalDate;
}

const CAUSE = { actor: 'client:simulation', correlationId: 'simulation' };

/** Decides a person's orders and bookings of the days again, by the world's rules; the world is spoilt afterwards. */
export function replay(world: ClaimWorld, personId: string, days: ReplayedDays): Replayed[] {
  const file = world.files.get(personId);
  if (!file?.facts) return [];
  const stood = file.allOrigins().flatMap((origin) => {
    const claim = file.latestClaim(origin);
    return claim && isReplayed(origin, days) ? [{ origin, claim }] : [];
  });
  new ClaimBook(world).redecide(personId, days, CAUSE, 'simulation');
  return stood.map(({ origin, claim }) => {
    const after = latest(file, origin);
    const before = claim.record.terms;
    return { origin, claimId: claim.record.claimId, before, after, changed: after !== before };
  });
}

/** Of two replays of the same world's orders: from what the first says to what the second says. */
export function between(before: readonly Replayed[], after: readonly Replayed[]): Replayed[] {
  const baseline = new Map(before.map((each) => [each.claimId, each.after]));
  return after.map((each) => {
    const was = baseline.get(each.claimId) ?? each.before;
    const changed =
      was.outcome !== each.after.outcome ||
      was.selfPayFen !== each.after.selfPayFen ||
      was.needFen !== each.after.needFen;
    return { ...each, before: was, changed };
  });
}

function isReplayed(origin: Origin, { from, to }: ReplayedDays): boolean {
  const { serviceDate } = origin.ref;
  return origin.stands && !origin.isOpening && serviceDate >= from && serviceDate <= to;
}

function latest(file: PersonFile, origin: Origin): ClaimTerms {
  const claim = file.latestClaim(origin);
  if (!claim) throw new Error('an order lost its claim in a replay');
  return claim.record.terms;
}
