import { csvFile, fileAsked, columnsOf, rowOf } from '@doorstep/observability';
import { expect, it } from '@jest/globals';
import { z } from 'zod';

const Item = z.object({
  id: z.string(),
  made: z.object({ by: z.string(), at: z.string() }).nullable(),
  shares: z.array(z.object({ fen: z.int() })),
  released: z.boolean(),
});

it('columns are the members in JSON, also of parts that may be missing; lists stand as JSON, and nothing is a formula', () => {
  const columns = columnsOf(Item);
  const rows = [
    { id: '=1+1', made: { by: 'a', at: 'b' }, shares: [{ fen: 5 }], released: true },
    { id: 'x', made: null, shares: [], released: false },
  ].map((item) => rowOf(columns, item));
  expect(csvFile([columns.map(({ name }) => name), ...rows])).toBe(
    '\uFEFFid,made.by,made.at,shares,released\r\n\'=1+1,a,b,"[{""fen"":5}]",true\r\nx,,,[],false\r\n',
  );
});

it.each([
  [undefined, undefined],
  ['*/*', undefined],
  ['application/json, text/csv', undefined],
  ['text/csv', 'csv'],
  ['text/html, text/csv;q=0.9, */*;q=0.8', 'csv'],
  ['text/csv;q=0', undefined],
  ['text/csv;q=0.1, application/json;q=0.5', undefined],
  ['text/csv;q=none', undefined],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
])('accept %p asks for %p', (accept, format) => expect(fileAsked(accept)).toBe(format));
