import type { LocalDate } from '@doorstep/kernel';
import type { AreaKind } from './area.js';

/** The day from which on an area was always there: before everybody who is alive. */
export const ALWAYS = '1850-01-01' as LocalDate;

/** Holds in [from, to). */
export interface Dated {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

export type DatedName = Dated & { readonly name: string };
export type DatedParent = Dated & { readonly parent: string };

/** An area with everything it was ever called and ever lay in, the oldest first. */
export interface AreaHistory {
  readonly code: string;
  readonly version: number;
  readonly kind: AreaKind;
  readonly names: readonly DatedName[];
  readonly parents: readonly DatedParent[];
  /** The first day on which it is no area of its own any more. */
  readonly endedOn: LocalDate | null;
  readonly mergedInto: string | null;
}

export function onDay<T extends Dated>(dated: readonly T[], day: string): T | undefined {
  return dated.find(({ from, to }) => from <= day && (to === null || day < to));
}

export function isOver({ endedOn }: AreaHistory, day: string): boolean {
  return endedOn !== null && endedOn <= day;
}

/** The last one ends where the next begins. */
export function followedBy<T extends Dated>(dated: readonly T[], next: T): T[] {
  const before = dated.slice(0, -1);
  const last = dated.at(-1);
  return last ? [...before, { ...last, to: next.from }, next] : [next];
}
