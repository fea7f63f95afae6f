import { describe, expect, it } from '@jest/globals';
import { checkFact, MAX_BELIEVED_FACTS } from '../src/people/domain/fact-rules.js';
import type { DatedFact, FactValue } from '../src/people/domain/person-fact.js';
import { datedFact, identityOf, sayTheSame } from '../src/people/domain/person-fact.js';
import { born, category, died, from, hospital, hukou, level, SHENBEI, TODAY } from './support/fact.mother.js';

/** The code with which the fact is refused beside the others; 'taken' when it is not. */
function verdict(fact: DatedFact, ...others: DatedFact[]): string {
  try {
    checkFact(fact, others, TODAY);
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('what cannot be true of a person', () => {
  const residence = { kind: 'residence', place: SHENBEI } as const;
  const institution = { kind: 'stay', stay: 'institution' } as const;
  const applied = (approvedOn?: string, firstIssuedOn?: string): DatedFact =>
    datedFact({ kind: 'application', for: 'meal', appliedOn: '2026-03-01', approvedOn, firstIssuedOn });

  it.each<[string, DatedFact, DatedFact[], string]>([
    ['born tomorrow', born('2026-11-19'), [], 'PERSON_FACT.BIRTH_IN_FUTURE'],
    ['born today', born('2026-11-18'), [], 'taken'],
    ['dead tomorrow', died('2026-11-19'), [], 'PERSON_FACT.DEATH_IN_FUTURE'],
    ['dead before born', died('1940-01-01'), [born('1941-01-01')], 'PERSON_FACT.DIED_BEFORE_BORN'],
    ['born after death', born('1941-01-01'), [died('1940-01-01')], 'PERSON_FACT.DIED_BEFORE_BORN'],
    ['dead on the day of birth', died('1941-01-01'), [born('1941-01-01')], 'taken'],
    ['dibao before birth', category('dibao', '1940-12-31'), [born('1941-01-01')], 'PERSON_FACT.BEFORE_BIRTH'],
    ['ends before it begins', category('dibao', '2024-02-01', '2024-01-31'), [], 'PERSON_FACT.INTERVAL_UPSIDE_DOWN'],
    ['ends as it begins', hukou('2024-02-01', '2024-02-01'), [], 'PERSON_FACT.INTERVAL_UPSIDE_DOWN'],
    ['in and out of hospital on one day', hospital('2024-02-01', '2024-02-01'), [], 'taken'],
    ['out of hospital before in', hospital('2024-02-02', '2024-02-01'), [], 'PERSON_FACT.INTERVAL_UPSIDE_DOWN'],
    ['two hukou at once', hukou('2024-01-01'), [hukou('2020-01-01', '2024-01-02')], 'PERSON_FACT.TWO_HUKOU'],
    ['one hukou after the other', hukou('2024-01-01'), [hukou('2020-01-01', '2024-01-01')], 'taken'],
    [
      'an endless hukou under another',
      hukou('2020-01-01', '2024-01-01'),
      [hukou('2010-01-01')],
      'PERSON_FACT.TWO_HUKOU',
    ],
    ['two homes at once', from(residence, '2024-01-01'), [from(residence, '2023-01-01')], 'PERSON_FACT.TWO_RESIDENCES'],
    ['a home beside a hukou', from(residence, '2024-01-01'), [hukou('2020-01-01')], 'taken'],
    [
      'dibao twice at once',
      category('dibao', '2024-01-01'),
      [category('dibao', '2023-01-01')],
      'PERSON_FACT.CATEGORY_OVERLAP',
    ],
    ['dibao beside disabled', category('dibao', '2024-01-01'), [category('disabled', '2023-01-01')], 'taken'],
    [
      'two hospitals at once',
      hospital('2026-01-05'),
      [hospital('2026-01-01', '2026-01-06')],
      'PERSON_FACT.STAY_OVERLAP',
    ],
    ['back in hospital the same day', hospital('2026-01-05'), [hospital('2026-01-01', '2026-01-05')], 'taken'],
    ['from an institution to hospital', hospital('2026-01-05'), [from(institution, '2025-01-01')], 'taken'],
    ['ability level 5', level(5, '2026-01-01'), [], 'PERSON_FACT.LEVEL_OUT_OF_RANGE'],
    ['ability level -1', level(-1, '2026-01-01'), [], 'PERSON_FACT.LEVEL_OUT_OF_RANGE'],
    ['half an ability level', level(1.5, '2026-01-01'), [], 'PERSON_FACT.LEVEL_OUT_OF_RANGE'],
    ['a later ability level', level(4, '2026-06-01'), [level(2, '2025-01-01')], 'taken'],
    ['approved before applied', applied('2026-02-28'), [], 'PERSON_FACT.APPLICATION_ORDER'],
    ['issued before applied', applied(undefined, '2026-02-28'), [], 'PERSON_FACT.APPLICATION_ORDER'],
    ['approved on the day of applying', applied('2026-03-01'), [], 'taken'],
  ])('%s', (_name, fact, others, expected) => {
    expect(verdict(fact, ...others)).toBe(expected);
  });

  it('keeps one person within bounds', () => {
    const many = Array.from({ length: MAX_BELIEVED_FACTS }, () => level(1, '2020-01-01'));
    expect(verdict(born('1950-01-01'), ...many)).toBe('PERSON_FACT.TOO_MANY');
  });
});

describe('the valid time of a fact', () => {
  const code = (value: FactValue, validFrom?: string, validTo?: string): string => {
    try {
      datedFact(value, validFrom, validTo);
      return 'taken';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('is the own date of births, deaths and applications', () => {
    expect(born('1950-02-28')).toMatchObject({ validFrom: '1950-02-28', validTo: null });
    expect(code({ kind: 'birth', bornOn: '1950-01-01' }, '1950-01-02')).toBe('PERSON_FACT.INTERVAL_NOT_ALLOWED');
    expect(code({ kind: 'death', diedOn: '2020-01-01' }, undefined, '2021-01-01')).toBe(
      'PERSON_FACT.INTERVAL_NOT_ALLOWED',
    );
  });

  it('is given for everything else', () => {
    expect(code({ kind: 'category', category: 'dibao' })).toBe('PERSON_FACT.VALID_FROM_REQUIRED');
    expect(code({ kind: 'category', category: 'dibao' }, '1799-01-01')).toBe('PERSON_FACT.DATE_IMPLAUSIBLE');
    expect(code({ kind: 'birth', bornOn: '9999-12-31' })).toBe('PERSON_FACT.DATE_IMPLAUSIBLE');
  });
});

describe('whether two facts say the same', () => {
  it('knows one birth, and one status from a day on', () => {
    expect(identityOf(born('1950-01-01'))).toBe(identityOf(born('1951-01-01')));
    expect(identityOf(category('dibao', '2024-01-01'))).toBe(identityOf(category('dibao', '2024-01-01', '2025-01-01')));
    expect(identityOf(category('dibao', '2024-01-01'))).not.toBe(identityOf(category('tekun', '2024-01-01')));
    expect(identityOf(hospital('2024-01-01'))).not.toBe(
      identityOf(from({ kind: 'stay', stay: 'institution' }, '2024-01-01')),
    );
  });

  it('sees another date, end, place or level', () => {
    expect(sayTheSame(born('1950-01-01'), born('1950-01-01'))).toBe(true);
    expect(sayTheSame(born('1950-01-01'), born('1951-01-01'))).toBe(false);
    expect(sayTheSame(hukou('2024-01-01'), hukou('2024-01-01', '2025-01-01'))).toBe(false);
    const elsewhere = from({ kind: 'hukou', place: { ...SHENBEI, town: 'huishan' } }, '2024-01-01');
    expect(sayTheSame(hukou('2024-01-01'), elsewhere)).toBe(false);
    expect(sayTheSame(level(1, '2024-01-01'), level(2, '2024-01-01'))).toBe(false);
  });
});
