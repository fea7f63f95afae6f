import { describe, expect, it } from '@jest/globals';
import type { PersonFactValue } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { FactRecord } from '../../src/people/domain/person-facts.js';
import { datesTouchedBy, personFacts } from '../../src/people/domain/person-facts.js';

let count = 0;
const record = (value: PersonFactValue, validFrom = '2020-01-01', validTo: string | null = null): FactRecord => {
  count += 1;
  return {
    factId: `fact-${count}`,
    personId: 'li',
    value,
    validFrom: validFrom as LocalDate,
    validTo: validTo as LocalDate | null,
    recordedAt: `2026-01-01T00:00:${String(count).padStart(2, '0')}Z`,
  };
};

describe('facts of a person', () => {
  it('are put together for every date at once', () => {
    const place = { city: 'shenyang', district: 'shenbei', town: 'daoyi' };
    const facts = personFacts([
      record({ kind: 'birth', bornOn: '1941-03-12' }),
      record({ kind: 'hukou', place }, '1998-01-01', '2026-02-01'),
      record({ kind: 'residence', place }, '1998-01-01'),
      record({ kind: 'category', category: 'dibao' }, '2024-01-01'),
      record({ kind: 'ability_level', level: 3 }, '2025-06-01'),
      record({ kind: 'ability_level', level: 2 }, '2025-01-01'),
      record({ kind: 'stay', stay: 'hospital' }, '2026-03-01', '2026-03-09'),
      record({ kind: 'application', for: 'voucher', appliedOn: '2026-01-05' }),
    ]);
    expect(facts).toMatchObject({
      bornOn: '1941-03-12',
      hukou: [{ ...place, from: '1998-01-01', to: '2026-02-01' }],
      livesIn: [{ ...place, from: '1998-01-01' }],
      categories: [{ code: 'dibao', from: '2024-01-01' }],
      abilityLevel: [{ level: 2 }, { level: 3 }],
      stays: [{ kind: 'hospital', from: '2026-03-01', to: '2026-03-09' }],
      applications: [{ for: 'voucher', appliedOn: '2026-01-05' }],
    });
    expect(facts.diedOn).toBeUndefined();
  });

  it('that contradict each other: the one recorded last holds', () => {
    const facts = [record({ kind: 'birth', bornOn: '1941-03-12' }), record({ kind: 'birth', bornOn: '1940-01-01' })];
    expect(personFacts(facts).bornOn).toBe('1940-01-01');
    expect(personFacts(facts.reverse()).bornOn).toBe('1940-01-01');
  });

  it('touch the dates for which they hold', () => {
    expect(datesTouchedBy(record({ kind: 'death', diedOn: '2026-09-14' }, '2026-09-20'))).toEqual({
      from: '2026-09-14',
      to: undefined,
    });
    expect(datesTouchedBy(record({ kind: 'stay', stay: 'hospital' }, '2026-03-01', '2026-03-09'))).toEqual({
      from: '2026-03-01',
      to: '2026-03-09',
    });
    expect(datesTouchedBy(record({ kind: 'ability_level', level: 3 }, '2026-03-01', '2026-03-09')).to).toBeUndefined();
    expect(datesTouchedBy(record({ kind: 'birth', bornOn: '1941-03-12' })).from < '1941-01-01').toBe(true);
  });
});
