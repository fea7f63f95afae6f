import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testEnvironment } from '@doorstep/testing';
import pg from 'pg';
import { sqlArray } from '../src/sql-array.js';

const client = new pg.Client({ connectionString: testEnvironment().postgresUrl });

beforeAll(() => client.connect());
afterAll(() => client.end());

it('comes back from PostgreSQL as it went in, whatever the text', async () => {
  const texts = [
    '',
    'null',
    'NULL',
    'plain',
    '{a,b}',
    'a "b" \\ c',
    '\\"',
    'line\nbreak\t"x"',
    '老人',
    '"👵"\\',
    ' ',
    ',',
    null,
    '{"a":"b\\nc"}',
  ];
  const { rows } = await client.query<{ got: (string | null)[] }>('SELECT $1::text[] AS got', [sqlArray(texts)]);
  expect(rows[0]?.got).toEqual(texts);
});

it('carries numbers, truth values and nothing', async () => {
  const { rows } = await client.query('SELECT $1::bigint[] AS n, $2::boolean[] AS b, $3::int[] AS none', [
    sqlArray([1, -2, 9_007_199_254_740_991n, undefined]),
    sqlArray([true, false]),
    sqlArray([]),
  ]);
  expect(rows[0]).toEqual({ n: ['1', '-2', '9007199254740991', null], b: [true, false], none: [] });
});
