import { describe, expect, it } from '@jest/globals';
import { nearIds } from '../../src/joins/domain/near-ids.js';
import { readList } from '../../src/joins/domain/read-list.js';

const LI = '019aa000-0000-7000-8000-00000000000a';

describe('a list', () => {
  it('is read with or without a byte order mark, quotes, empty lines and either end of line', () => {
    const text = `\uFEFFperson_id,from,to\r\n"${LI}",2026-03-01,\r\n\r\n ${LI.toUpperCase()} ,2026-03-02,2026-03-09\n`;
    expect(readList(text, 10)).toEqual({
      faults: [],
      rows: [
        { line: 2, given: LI, by: 'person', from: '2026-03-01', to: null },
        { line: 4, given: LI, by: 'person', from: '2026-03-02', to: '2026-03-09' },
      ],
    });
    expect(readList(`reference,from\n${LI},2026-03-01`, 10).rows[0]).toMatchObject({ by: 'reference' });
  });

  it('says of each bad row which line and column, and why', () => {
    const rows = [
      `${LI},2026-02-30,`,
      `Li,2026-03-01,`,
      `${LI},2026-03-02,2026-03-01`,
      `=HYPERLINK("x"),2026-03-01,`.replaceAll('"', ''),
      `${LI}`,
      `,2026-03-01,`,
    ];
    const { faults } = readList(['person_id,from,to', ...rows].join('\n'), 10);
    expect(faults.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '2 from NOT_A_DATE',
      '3 person_id NOT_AN_ID',
      '4 to BEFORE_FROM',
      '5 person_id NOT_AN_ID',
      '6 person_id CELLS',
      '7 person_id ONE_OF',
    ]);
  });

  it.each([
    ['', 'needs the columns'],
    ['person_id,from', 'has no rows'],
    ['name,from\nLi,2026-03-01', 'no others are taken'],
    ['person_id,person_id,from\na,b,c', 'each once'],
    ['person_id\nx', 'needs the columns'],
    [`person_id,from\n"${LI},2026-03-01`, 'a quote that is not closed'],
    [`person_id,from\n${'x'.repeat(201)},2026-03-01`, 'more than 200 characters'],
    [`person_id,from\n${`${LI},2026-03-01\n`.repeat(11)}`, 'more than 10 rows'],
  ])('%j is refused', (text, reason) => {
    expect(() => readList(text, 10)).toThrow(reason);
  });
});

it('a slip of the pen is one character or two neighbours', () => {
  const near = nearIds(LI);
  expect(near).toContain('119aa000-0000-7000-8000-00000000000a');
  expect(near).toContain('091aa000-0000-7000-8000-00000000000a');
  expect(near).toContain('019aa000-0000-7000-8000-0000000000a0');
  expect(near).not.toContain(LI);
  expect(near.length).toBeLessThan(520);
  expect(nearIds('019aa')).toEqual([]);
});
