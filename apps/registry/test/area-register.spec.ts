import type { LocalDate } from '@doorstep/kernel';
import { describe, expect, it } from '@jest/globals';
import type { AreaHistory } from '../src/areas/domain/area-history.js';
import { ALWAYS } from '../src/areas/domain/area-history.js';
import { AreaRegister, DEEPEST } from '../src/areas/domain/area-register.js';

const day = (text: string) => text as LocalDate;
const TODAY = day('2026-11-18');
const NEW_YEAR = day('2027-01-01');

const area = (code: string, kind: AreaHistory['kind'], parent?: string): AreaHistory => ({
  ...{ code, kind, version: 1, endedOn: null, mergedInto: null },
  names: [{ name: code, from: ALWAYS, to: null }],
  parents: parent === undefined ? [] : [{ parent, from: ALWAYS, to: null }],
});

/** Two districts of one city; daoyi has a community with two grid cells, one in the other. */
const city = () =>
  new AreaRegister(
    [
      area('shenyang', 'city'),
      area('shenbei', 'district', 'shenyang'),
      area('heping', 'district', 'shenyang'),
      area('daoyi', 'town', 'shenbei'),
      area('huishan', 'town', 'shenbei'),
      area('puya', 'community', 'daoyi'),
      area('cell-1', 'grid_cell', 'puya'),
      area('cell-1-1', 'grid_cell', 'cell-1'),
    ],
    TODAY,
  );
const pathOf = (register: AreaRegister, code: string, on: string) => register.pathOn(code, on).map((each) => each.code);
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('the tree of areas with its history', () => {
  it('answers a day before a change as before', () => {
    const register = city();
    register.move('daoyi', 'heping', NEW_YEAR);
    register.rename('puya', '蒲雅新村', NEW_YEAR);
    expect(pathOf(register, 'cell-1-1', '2026-12-31')).toEqual([
      'cell-1-1',
      'cell-1',
      'puya',
      'daoyi',
      'shenbei',
      'shenyang',
    ]);
    expect(pathOf(register, 'cell-1-1', '2027-01-01')).toEqual([
      'cell-1-1',
      'cell-1',
      'puya',
      'daoyi',
      'heping',
      'shenyang',
    ]);
    expect(register.get('puya').names).toEqual([
      { name: 'puya', from: ALWAYS, to: '2027-01-01' },
      { name: '蒲雅新村', from: '2027-01-01', to: null },
    ]);
  });

  it('merges: the successor takes over what lay inside, and the old code still leads there', () => {
    const register = city();
    const changed = register.merge('daoyi', 'huishan', NEW_YEAR);
    expect(changed.map(({ code, version, mergedInto }) => [code, version, mergedInto])).toEqual([
      ['daoyi', 2, 'huishan'],
      ['puya', 2, null],
    ]);
    expect(pathOf(register, 'puya', '2026-12-31')).toEqual(['puya', 'daoyi', 'shenbei', 'shenyang']);
    expect(pathOf(register, 'puya', '2027-01-01')).toEqual(['puya', 'huishan', 'shenbei', 'shenyang']);
    expect(pathOf(register, 'daoyi', '2027-01-01')).toEqual(['huishan', 'shenbei', 'shenyang']);
    expect(codeOf(() => register.move('daoyi', 'heping', day('2027-02-01')))).toBe('AREA.ENDED');
    expect(codeOf(() => register.move('puya', 'daoyi', day('2027-02-01')))).toBe('AREA.ENDED');
  });

  it('has no circle on any day to come, also one that two plans would make together', () => {
    const register = city();
    expect(codeOf(() => city().move('cell-1', 'cell-1-1', NEW_YEAR))).toBe('AREA.CYCLE');
    register.create({ code: 'cell-2', kind: 'grid_cell', name: '2', parent: 'puya', from: ALWAYS });
    register.move('cell-2', 'cell-1', day('2027-06-01'));
    expect(codeOf(() => register.move('cell-1', 'cell-2', NEW_YEAR))).toBe('AREA.CYCLE');
  });

  it.each<[string, (register: AreaRegister) => unknown]>([
    ['AREA.FROM_PAST', (register) => register.move('daoyi', 'heping', day('2026-11-17'))],
    ['AREA.PARENT_WRONG_KIND', (register) => register.move('daoyi', 'huishan', NEW_YEAR)],
    ['AREA.PARENT_UNKNOWN', (register) => register.move('daoyi', 'nowhere', NEW_YEAR)],
    ['AREA.NOT_FOUND', (register) => register.rename('nowhere', 'x', NEW_YEAR)],
    ['AREA.CITY_STAYS', (register) => register.merge('shenyang', 'shenyang', NEW_YEAR)],
    ['AREA.OTHER_KIND', (register) => register.merge('daoyi', 'shenbei', NEW_YEAR)],
    ['AREA.CYCLE', (register) => register.merge('daoyi', 'daoyi', NEW_YEAR)],
    [
      'AREA.EXISTS',
      (register) => register.create({ code: 'daoyi', kind: 'town', name: 'x', parent: 'shenbei', from: ALWAYS }),
    ],
    [
      'AREA.LATER_CHANGE',
      (register) => {
        register.move('daoyi', 'heping', NEW_YEAR);
        register.move('daoyi', 'shenbei', NEW_YEAR);
      },
    ],
    [
      'AREA.TOO_DEEP',
      (register) => {
        for (let level = 2; level <= DEEPEST; level++)
          register.create({
            code: `deep-${level}`,
            kind: 'grid_cell',
            name: 'x',
            parent: level === 2 ? 'cell-1' : `deep-${level - 1}`,
            from: ALWAYS,
          });
      },
    ],
  ])('refuses with %s', (code, work) => {
    expect(codeOf(() => work(city()))).toBe(code);
  });
});
