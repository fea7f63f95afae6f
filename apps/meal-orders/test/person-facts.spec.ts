import { describe, expect, it } from '@jest/globals';
import type { StoredFact } from '../src/projections/application/person-facts.js';
import { personFactsOf } from '../src/projections/application/person-facts.js';

const stored = (factId: string, fact: StoredFact['fact'], validTo: string | null = null): StoredFact => ({
  ...{ factId, fact, validTo },
  validFrom: '2020-01-01',
});
const shenbei = { city: 'shenyang', district: 'shenbei', town: 'daoyi' };

describe('the facts of a person', () => {
  it('are all kinds in the words of the engine', () => {
    const facts = personFactsOf([
      stored('f1', { kind: 'birth', bornOn: '1944-05-01' }),
      stored('f2', { kind: 'hukou', place: shenbei }),
      stored('f3', { kind: 'residence', place: { ...shenbei, province: 'liaoning' } }, '2024-01-01'),
      stored('f4', { kind: 'category', category: 'dibao' }),
      stored('f5', { kind: 'ability_level', level: 2 }),
      stored('f6', { kind: 'stay', stay: 'hospital' }, '2020-02-01'),
      stored('f7', { kind: 'application', for: 'meal', appliedOn: '2020-01-01', approvedOn: '2020-01-05' }),
      stored('f8', { kind: 'death', diedOn: '2026-01-01' }),
    ]);
    expect(facts).toEqual({
      bornOn: '1944-05-01',
      birthFactId: 'f1',
      diedOn: '2026-01-01',
      deathFactId: 'f8',
      hukou: [{ factId: 'f2', from: '2020-01-01', ...shenbei }],
      livesIn: [{ factId: 'f3', from: '2020-01-01', to: '2024-01-01', province: 'liaoning', ...shenbei }],
      categories: [{ factId: 'f4', from: '2020-01-01', code: 'dibao' }],
      abilityLevel: [{ factId: 'f5', level: 2, from: '2020-01-01' }],
      stays: [{ factId: 'f6', from: '2020-01-01', to: '2020-02-01', kind: 'hospital' }],
      applications: [{ factId: 'f7', for: 'meal', appliedOn: '2020-01-01', approvedOn: '2020-01-05' }],
    });
  });
});
