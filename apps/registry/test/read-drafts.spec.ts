import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readDrafts } from '../src/imports/application/read-drafts.js';

const HEADER =
  'record,code,kind,name,parent,phone,city,district,town,periods,places,person,person_id,id_number,address,value,valid_from,valid_to,approved_on,source';
const COLUMNS = HEADER.split(',');

type Cells = Readonly<Record<string, string>>;
const line = (cells: Cells): string =>
  COLUMNS.map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`).join(',');
const fileOf = (...rows: Cells[]): string => [HEADER, ...rows.map(line)].join('\n');
const refusalsOf = async (...rows: Cells[]) => (await readDrafts(fileOf(...rows))).refusals.list;

const elder = { record: 'person', person: 'R-1', name: '演示老人001' };
const dibao = { record: 'fact', person: 'R-1', kind: 'category', value: 'dibao', valid_from: '2024-01-01' };

describe('a file as a whole', () => {
  it.each([
    ['nothing but a header', HEADER, 'IMPORT.EMPTY'],
    ['nothing but empty lines', '\n\n\n', 'IMPORT.EMPTY'],
    ['an unknown column', 'record,salary\nperson,1', 'IMPORT.HEADER_UNKNOWN_COLUMN'],
    ['a list without a header', '演示老人001,000000195001010018\n演示老人002,1', 'IMPORT.HEADER_UNKNOWN_COLUMN'],
    ['a column twice', 'record,name,name\nperson,a,b', 'IMPORT.HEADER_COLUMN_TWICE'],
    ['no record column', 'name,person\na,b', 'IMPORT.HEADER_NO_RECORD'],
  ])('with %s is refused', async (_name, text, code) => {
    await expect(readDrafts(text)).rejects.toMatchObject({ code });
  });

  it('never repeats in an error what may be a name or a number', async () => {
    const error: unknown = await readDrafts('演示老人001,000000195001010018\nx,y').catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/演示|0000/);
  });

  it('is the one that the documentation shows', async () => {
    const page = readFileSync(new URL('../../../docs/imports.md', import.meta.url), 'utf8');
    const drafts = await readDrafts(/```csv\n(.*?)```/s.exec(page)?.[1] ?? '');
    expect([drafts.rows, drafts.refusals.list]).toEqual([7, []]);
  });

  it('has a limit on rows', async () => {
    const rows = 'area,x,city,y\n'.repeat(50_001);
    await expect(readDrafts(`record,code,kind,name\n${rows}`)).rejects.toMatchObject({ code: 'IMPORT.TOO_MANY_ROWS' });
  }, 30_000);

  it('is read with and without a byte order mark, in any order of columns and letters of the header', async () => {
    for (const mark of ['', '\uFEFF']) {
      const drafts = await readDrafts(`${mark}Name,RECORD,person\r\n演示老人001,person,R-1\r\n`);
      expect(drafts.people).toEqual([expect.objectContaining({ line: 2, externalRef: 'R-1' })]);
    }
  });
});

describe('a row', () => {
  it.each<[string, Cells, string | null, string]>([
    ['an unknown record', { record: 'dog' }, 'record', 'IMPORT.RECORD_UNKNOWN'],
    ['no record', { name: 'x' }, 'record', 'IMPORT.RECORD_UNKNOWN'],
    ['a person without a name', { ...elder, name: ' ' }, 'name', 'IMPORT.COLUMN_REQUIRED'],
    ['a person without any key', { ...elder, person: '' }, 'person', 'IMPORT.COLUMN_REQUIRED'],
    ['a cell of another record', { ...elder, places: '4' }, 'places', 'IMPORT.COLUMN_NOT_ALLOWED'],
    ['an ID number as reference', { ...elder, person: '000000195001010018' }, 'person', 'IMPORT.VALUE_INVALID'],
    ['a broken id', { ...elder, person_id: 'abc' }, 'person_id', 'IMPORT.VALUE_INVALID'],
    ['a formula as name', { ...elder, name: '=HYPERLINK("http://x")' }, 'name', 'IMPORT.FORMULA_CELL'],
    ['a formula with a wide sign', { ...elder, name: '＝HYPERLINK(1)' }, 'name', 'IMPORT.FORMULA_CELL'],
    ['a formula after a space', { ...elder, name: ' @SUM(1)' }, 'name', 'IMPORT.FORMULA_CELL'],
    ['a formula as phone', { ...elder, phone: '+1+cmd|calc' }, 'phone', 'IMPORT.FORMULA_CELL'],
    ['a formula as address', { ...elder, address: '-2+3' }, 'address', 'IMPORT.FORMULA_CELL'],
    ['a tab in a name', { ...elder, name: '演示\t1' }, 'name', 'IMPORT.CONTROL_CHARACTER'],
    ['a line break in a name', { ...elder, name: '演示\n1' }, 'name', 'IMPORT.CONTROL_CHARACTER'],
    ['text that runs backwards', { ...elder, name: '演示\u202E1' }, 'name', 'IMPORT.CONTROL_CHARACTER'],
    ['a hidden character', { ...elder, name: '演\u200B示' }, 'name', 'IMPORT.CONTROL_CHARACTER'],
    ['a name that lost its characters', { ...elder, name: '\uFFFD\uFFFD1' }, 'name', 'IMPORT.LOST_CHARACTER'],
    ['a NUL', { ...elder, name: '演\0示' }, 'name', 'IMPORT.CONTROL_CHARACTER'],
    ['a very long cell', { ...elder, address: 'x'.repeat(301) }, 'address', 'IMPORT.CELL_TOO_LONG'],
    ['an unknown kind of fact', { ...dibao, kind: 'horoscope' }, 'kind', 'IMPORT.VALUE_INVALID'],
    ['an unknown category', { ...dibao, value: 'rich' }, 'value', 'IMPORT.VALUE_INVALID'],
    ['a date that is none', { ...dibao, valid_from: '2023-02-29' }, 'valid_from', 'IMPORT.VALUE_INVALID'],
    ['another form of date', { ...dibao, valid_from: '2024/1/1' }, 'valid_from', 'IMPORT.VALUE_INVALID'],
    ['a status without a beginning', { ...dibao, valid_from: '' }, 'valid_from', 'PERSON_FACT.VALID_FROM_REQUIRED'],
    ['a place beside a category', { ...dibao, city: 'shenyang' }, 'city', 'IMPORT.COLUMN_NOT_ALLOWED'],
    ['an approval of a category', { ...dibao, approved_on: '2024-01-01' }, 'approved_on', 'IMPORT.COLUMN_NOT_ALLOWED'],
    ['a name as source', { ...dibao, source: '张三的申请' }, 'source', 'IMPORT.VALUE_INVALID'],
    [
      'a level out of range',
      { ...dibao, kind: 'ability_level', value: '5' },
      'value',
      'PERSON_FACT.LEVEL_OUT_OF_RANGE',
    ],
    ['a level in words', { ...dibao, kind: 'ability_level', value: 'one' }, 'value', 'IMPORT.VALUE_INVALID'],
    ['a level in other digits', { ...dibao, kind: 'ability_level', value: '١' }, 'value', 'IMPORT.VALUE_INVALID'],
    [
      'a hukou without a district',
      { ...dibao, kind: 'hukou', value: '', city: 'shenyang' },
      'district',
      'IMPORT.COLUMN_REQUIRED',
    ],
    [
      'a birth that ends',
      { ...dibao, kind: 'birth', value: '1950-01-01', valid_from: '', valid_to: '2020-01-01' },
      'valid_from',
      'PERSON_FACT.INTERVAL_NOT_ALLOWED',
    ],
    [
      'an unknown kind of area',
      { record: 'area', code: 'x', kind: 'galaxy', name: 'x' },
      'kind',
      'IMPORT.VALUE_INVALID',
    ],
    ['a code in capitals', { record: 'area', code: 'X', kind: 'city', name: 'x' }, 'code', 'IMPORT.VALUE_INVALID'],
    [
      'a site without periods',
      { record: 'site', code: 'x', kind: 'canteen', name: 'x', city: 'a', district: 'b', town: 'c' },
      'periods',
      'SITE.NO_PERIOD',
    ],
    [
      'places of 1e3',
      {
        record: 'site',
        code: 'x',
        kind: 'day_care_centre',
        name: 'x',
        city: 'a',
        district: 'b',
        town: 'c',
        places: '1e3',
      },
      'places',
      'IMPORT.VALUE_INVALID',
    ],
    [
      'too many places',
      {
        record: 'site',
        code: 'x',
        kind: 'day_care_centre',
        name: 'x',
        city: 'a',
        district: 'b',
        town: 'c',
        places: '10001',
      },
      'places',
      'IMPORT.VALUE_INVALID',
    ],
  ])('with %s is refused', async (_name, cells, column, code) => {
    expect(await refusalsOf(cells)).toEqual([{ line: 2, column, code, reason: expect.any(String) }]);
  });

  it('with too few or too many cells is refused', async () => {
    const { refusals } = await readDrafts('record,name,person\nperson,a\nperson,a,b,c\nperson,a,R-1');
    expect(refusals.list.map(({ line: at, code }) => [at, code])).toEqual([
      [2, 'IMPORT.CELL_COUNT'],
      [3, 'IMPORT.CELL_COUNT'],
    ]);
  });

  it('may hold an international phone number', async () => {
    expect(await refusalsOf({ ...elder, phone: '+86 000 0000 0001' })).toEqual([]);
  });

  it('never has its values repeated in the reason', async () => {
    const refusals = await refusalsOf(
      { ...dibao, value: '秘密病史' },
      { ...elder, person: '秘密' },
      { ...elder, name: '=秘密' },
    );
    expect(refusals).toHaveLength(3);
    expect(JSON.stringify(refusals)).not.toContain('秘密');
  });
});
