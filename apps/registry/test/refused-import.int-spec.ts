import type { ImportView } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cells } from './support/city.mother.js';
import { elder, fact, fileOf, lives, personId, PUYA } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(new FixedClock(new Date('2026-11-18T02:00:00Z')));
  await world.withCity();
  await world.import(fileOf(elder(1), elder(2), fact(2, 'birth', '1940-01-01')));
});
afterAll(() => world.close());

const counts = (added: number, changed = 0, unchanged = 0) => ({ added, changed, unchanged });

describe('a file with a refused row', () => {
  it('is refused whole, and says of each row where and why', async () => {
    const before = await world.counts();
    const answer = await world.import(
      fileOf(
        elder(50),
        elder(51, { name: '' }),
        fact(50, 'birth', '2027-01-01'),
        fact(99, 'birth', '1950-01-01'),
        fact(50, 'category', 'dibao', { valid_from: '2024-01-01', valid_to: '2023-01-01' }),
        elder(50),
        { ...PUYA, code: 'moon', town: 'moon' },
      ),
    );
    const problem = answer.json<{
      code: string;
      errors: { pointer: string; code: string }[];
      details: { importId: string };
    }>();
    expect([answer.statusCode, problem.code]).toEqual([422, 'IMPORT.REFUSED']);
    expect(problem.errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/3/name', 'IMPORT.COLUMN_REQUIRED'],
      ['/4/value', 'PERSON_FACT.BIRTH_IN_FUTURE'],
      ['/5/person', 'PERSON.NOT_FOUND'],
      ['/6/valid_to', 'PERSON_FACT.INTERVAL_UPSIDE_DOWN'],
      ['/7', 'IMPORT.DUPLICATE_ROW'],
      ['/8/town', 'IMPORT.AREA_UNKNOWN'],
    ]);
    expect(await world.counts()).toEqual(before);
    const report = (await world.get(`/v1/imports/${problem.details.importId}`)).json<ImportView>();
    expect(report).toMatchObject({ state: 'refused', rows: 7, refusedRows: 6, people: counts(0) });
    expect(report.refused[0]).toEqual({
      line: 3,
      column: 'name',
      code: 'IMPORT.COLUMN_REQUIRED',
      reason: 'the cell is empty',
    });
  });

  it.each<[string, Cells[], string]>([
    [
      'two hukou at once',
      [
        fact(2, 'hukou', '', { city: 'shenyang', district: 'shenbei', valid_from: '2020-01-01' }),
        fact(2, 'hukou', '', { city: 'fushun', district: 'shuncheng', valid_from: '2021-01-01' }),
      ],
      'PERSON_FACT.TWO_HUKOU',
    ],
    ['a death before the known birth', [fact(2, 'death', '1939-01-01')], 'PERSON_FACT.DIED_BEFORE_BORN'],
    ['a day before days begin', [lives(2, 'daoyi', '1849-12-31')], 'PERSON_FACT.DATE_IMPLAUSIBLE'],
    [
      'a day after they end',
      [lives(2, 'daoyi', '2020-01-01', { valid_to: '9999-12-31' })],
      'PERSON_FACT.DATE_IMPLAUSIBLE',
    ],
    ['a price beyond all amounts', [{ ...PUYA, standard_meal_price_fen: '99999999999' }], 'IMPORT.VALUE_INVALID'],
    ['half a fen', [{ ...PUYA, delivery_fee_fen: '0.5' }], 'IMPORT.VALUE_INVALID'],
    ['a fee below nothing', [{ ...PUYA, delivery_fee_fen: '-1' }], 'IMPORT.FORMULA_CELL'],
    ['a place that does not exist', [lives(2, 'moon', '2020-01-01')], 'PERSON_FACT.AREA_UNKNOWN'],
    [
      'an area under the wrong kind',
      [{ record: 'area', code: 'x', kind: 'community', name: 'x', parent: 'shenbei' }],
      'AREA.PARENT_WRONG_KIND',
    ],
    [
      'an area under an unknown one',
      [{ record: 'area', code: 'x', kind: 'town', name: 'x', parent: 'y' }],
      'AREA.PARENT_UNKNOWN',
    ],
    [
      'an area that moves',
      [{ record: 'area', code: 'daoyi', kind: 'district', name: 'x', parent: 'shenyang' }],
      'AREA.CANNOT_MOVE',
    ],
    ['a reference with another id', [elder(1, { person_id: personId(77) })], 'PERSON.OTHER_ID'],
    ['an id with another reference', [elder(1, { person: 'R-777' })], 'PERSON.OTHER_REF'],
  ])('is refused for %s', async (_name, rows, code) => {
    const before = await world.counts();
    const answer = await world.import(fileOf(elder(60), ...rows));
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: { code: string }[] }>().errors.map((error) => error.code)).toContain(code);
    expect(await world.counts()).toEqual(before);
  });
});
