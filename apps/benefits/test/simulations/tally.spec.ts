import { describe, expect, it } from '@jest/globals';
import type { Origin } from '../../src/claims/domain/origin.js';
import { refusalWithoutRules, type ClaimTerms } from '../../src/claims/domain/verdict.js';
import type { Replayed } from '../../src/simulations/domain/replay.js';
import { addPerson, emptyTally, type Tally } from '../../src/simulations/domain/tally.js';

const PRICE = 1000;

function terms(subsidyFen: number, reason = 'OK'): ClaimTerms {
  const outcome = reason === 'OK' ? 'approve' : 'deny';
  return { ...refusalWithoutRules(reason, PRICE).terms, outcome, subsidyFen, selfPayFen: PRICE - subsidyFen };
}

function lunch(id: string, before: ClaimTerms, after: ClaimTerms): Replayed {
  const ref = { originId: id, personId: `elder-${id}`, siteId: 'puya', serviceDate: '2026-09-01', mealPeriod: 'lunch' };
  return { origin: { ref } as unknown as Origin, claimId: id, before, after, changed: before !== after };
}

const name = (index: number): string => String(index).padStart(2, '0');

/** 40 who gain 1 to 40 fen, and 30 who lose all 300 fen. */
const gains = Array.from({ length: 40 }, (_, index) => lunch(`g${name(index)}`, terms(300), terms(301 + index)));
const losses = Array.from({ length: 30 }, (_, index) => lunch(`l${name(index)}`, terms(300), terms(0, 'CATEGORY')));

function tallyOf(replayed: readonly Replayed[]): Tally {
  const tally = emptyTally();
  for (const each of replayed) addPerson(tally, [each], () => undefined);
  return tally;
}

const idsOf = ({ samples }: Tally): string[] => samples.map(({ claimId }) => claimId).sort();

describe('samples of changed decisions', () => {
  it('are the 25 largest gains and the 25 largest losses, of equals those with the lower ids', () => {
    const kept = idsOf(tallyOf([...gains, ...losses]));
    expect(kept).toEqual([
      ...gains.slice(15).map(({ claimId }) => claimId),
      ...losses.slice(0, 25).map(({ claimId }) => claimId),
    ]);
  });

  it('are the same in whatever order the people come', () => {
    expect(idsOf(tallyOf([...losses, ...gains].reverse()))).toEqual(idsOf(tallyOf([...gains, ...losses])));
  });

  it('say what was decided, what would be, and the difference for the elder; by ids only', () => {
    const [sample] = tallyOf([lunch('x', terms(300), terms(0, 'CATEGORY'))]).samples;
    expect(sample).toEqual({
      claimId: 'x',
      personId: 'elder-x',
      siteId: 'puya',
      serviceDate: '2026-09-01',
      differenceFen: 300,
      before: { outcome: 'approve', reason: 'OK', subsidyFen: 300, selfPayFen: 700 },
      after: { outcome: 'deny', reason: 'CATEGORY', subsidyFen: 0, selfPayFen: 1000 },
    });
  });

  it('do not show what stays as it is', () => {
    const same = terms(300);
    expect(tallyOf([lunch('x', same, same)]).samples).toEqual([]);
  });
});
