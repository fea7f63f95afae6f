import { expect, it } from '@jest/globals';
import { readCsv } from '../../src/opening/domain/read-csv.js';

it('reads quoted cells, leaves out empty ones and knows which columns are numbers', () => {
  const text = '\uFEFFkind,packId,year,spentFen\r\nbudget,"a,""b""",2026,100\r\nbudget,c,,7\r\n';
  expect(readCsv(text, 10)).toEqual([
    { kind: 'budget', packId: 'a,"b"', year: 2026, spentFen: 100 },
    { kind: 'budget', packId: 'c', spentFen: 7 },
  ]);
  expect(readCsv('kind,spentFen\nbudget,', 10)).toEqual([{ kind: 'budget' }]);
});

it('refuses rows of another width, a column named twice, loose quotes and too many rows', () => {
  expect(readCsv('a,b\n1', 10)).toBeUndefined();
  expect(readCsv('a,a\n1,2', 10)).toBeUndefined();
  expect(readCsv('a,b\n"1"x,2', 10)).toBeUndefined();
  expect(readCsv('a\n1\n2\n3', 2)).toBeUndefined();
  expect(readCsv('', 2)).toBeUndefined();
});
