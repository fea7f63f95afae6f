/** Files became one person, or are several again: all that either has is shared out anew, lots and vouchers that have ended too. */
export const MERGED = 'merged';
export const UNMERGED = 'unmerged';

const RANKS = [MERGED, UNMERGED];

/** Whether a person's claims are shared out anew among files. */
export const isAboutFiles = (why: string): boolean => RANKS.includes(why);

/** Of several reasons that wait for one person the one for which most has to be done; otherwise the last one. */
export function weightier<T extends { readonly why: string }>(before: T | undefined, next: T): T {
  return before && RANKS.indexOf(before.why) > RANKS.indexOf(next.why) ? before : next;
}
