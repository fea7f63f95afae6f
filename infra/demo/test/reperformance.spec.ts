import { describe, expect, it } from '@jest/globals';
import { Findings } from '../src/findings.js';
import type { Reperformed } from '../src/invariants/reperformance.js';
import { judgeReperformance } from '../src/invariants/reperformance.js';

const COUNTS = { claims: 461, standing: 440, accounts: 30, budgets: 6, statements: 12, erased: 0, notComparable: 0 };
const WHOLE: Reperformed = { counts: COUNTS, books: 'compared', differenceCount: 0 };

function differences(outcome: Reperformed, withStatements = true): string[] {
  const findings = new Findings();
  judgeReperformance(outcome, findings, withStatements);
  return findings.differences;
}

describe('a re-performance at the end of a played lunch or month', () => {
  it('is right when claims, ledger, budgets and statements were all compared and nothing differs', () => {
    expect(differences(WHOLE)).toEqual([]);
    // Nothing is paid out on the day of a lunch.
    expect(differences({ ...WHOLE, counts: { ...COUNTS, statements: 0 } }, false)).toEqual([]);
  });

  it.each<[string, Partial<Reperformed>]>([
    ['a difference', { differenceCount: 1 }],
    ['books that were not compared', { books: 'not compared: only the log is there' }],
    ['books that changed meanwhile', { books: 'compared while 3 records came in: run it again when nothing moves' }],
    ...['claims', 'standing', 'accounts', 'budgets', 'statements'].map((what): [string, Partial<Reperformed>] => [
      `no ${what}`,
      { counts: { ...COUNTS, [what]: 0 } },
    ]),
    ['records that were erased', { counts: { ...COUNTS, erased: 1 } }],
    ['claims that could not be compared', { counts: { ...COUNTS, notComparable: 1 } }],
  ])('is wrong with %s', (_what, change) => {
    expect(differences({ ...WHOLE, ...change })).toHaveLength(1);
  });
});
