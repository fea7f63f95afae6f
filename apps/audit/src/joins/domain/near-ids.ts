import { isUuid } from '@doorstep/kernel';

const DIGITS = '0123456789abcdef';

/**
 * Ids that a slip of the pen could have made of this one: one character that is another, or two neighbours that changed places. About
 * five hundred.
 */
export function nearIds(given: string): string[] {
  if (given.length !== 36) return [];
  const near = new Set<string>();
  for (let at = 0; at < given.length; at++) {
    if (given[at] === '-') continue;
    for (const digit of DIGITS) near.add(given.slice(0, at) + digit + given.slice(at + 1));
    const next = given[at + 1];
    if (next !== undefined && next !== '-') near.add(given.slice(0, at) + next + given[at] + given.slice(at + 2));
  }
  near.delete(given);
  return [...near].filter(isUuid);
}
