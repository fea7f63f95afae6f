import type { LocalDate } from '@doorstep/kernel';
import { LeavesGapError } from './policy.errors.js';
import type { Act, Policy } from './policy.js';

/** What changes for the versions of a pack when one of them comes or goes. */
export interface ChainChange {
  /** All that hold on some day now, in order of their dates, with the day on which each ends. */
  readonly standing: readonly Policy[];
  /** Those that hold on no day any more. */
  readonly superseded: readonly Policy[];
  /** Those of `standing` whose dates differ from before. */
  readonly moved: readonly Policy[];
}

/**
 * A version takes over from its first day on: what began on that day or later holds no more, unless the new one ends before it, and the
 * one before ends there. Throws LeavesGapError when days that were covered would be left without rules.
 */
export function takeOver(standing: readonly Policy[], next: Policy, { by, at }: Act): ChainChange {
  const { effectiveFrom: from, effectiveTo: to } = next;
  const isReplaced = ({ effectiveFrom }: Policy): boolean =>
    effectiveFrom >= from && (to === null || effectiveFrom < to);
  const end = { by, at, reason: null };
  const superseded = standing
    .filter(isReplaced)
    .map((each) => ({ ...each, state: 'superseded' as const, ended: end, supersededBy: next.policyId }));
  const stay = standing.filter((each) => !isReplaced(each));
  const covered = standing.find((each) => each.effectiveFrom < (to ?? from) && isLater(each.holdsUntil, to));
  if (to !== null && covered) throw new LeavesGapError(to, covered.holdsUntil);
  return { ...ordered([...stay, next], standing), superseded };
}

/** A version in force goes: what it had superseded comes back where nothing else has taken its place, and the one before goes on. */
export function takeBack(standing: readonly Policy[], gone: Policy, replaced: readonly Policy[]): ChainChange {
  const stay = standing.filter(({ policyId }) => policyId !== gone.policyId);
  const later = stay
    .filter(({ effectiveFrom }) => effectiveFrom >= gone.effectiveFrom)
    .map((each) => each.effectiveFrom);
  const until = later.sort()[0];
  const back = replaced
    .filter(({ effectiveFrom }) => until === undefined || effectiveFrom < until)
    .map((each) => ({ ...each, state: 'approved' as const, ended: null, supersededBy: null }));
  return { ...ordered([...stay, ...back], standing), superseded: [] };
}

function ordered(list: readonly Policy[], before: readonly Policy[]): Pick<ChainChange, 'standing' | 'moved'> {
  const sorted = [...list].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const standing = sorted.map((each, index) => ({ ...each, holdsUntil: endOf(each, sorted[index + 1]) }));
  const known = new Map(before.map((each) => [each.policyId, each.holdsUntil]));
  const moved = standing.filter(({ policyId, holdsUntil }) => known.get(policyId) !== holdsUntil);
  return { standing, moved };
}

/** What the document says, or the day on which the next one begins. */
function endOf({ effectiveTo }: Policy, next: Policy | undefined): LocalDate | null {
  if (!next) return effectiveTo;
  return effectiveTo !== null && effectiveTo < next.effectiveFrom ? effectiveTo : next.effectiveFrom;
}

const isLater = (a: LocalDate | null, b: LocalDate | null): boolean => b !== null && (a === null || a > b);
