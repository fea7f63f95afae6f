import { createTestDatabase } from '@doorstep/testing';
import type { TestDatabase } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { demoCity } from '../src/city.js';
import { demoPersonId } from '../src/city-people.js';
import { connect } from '../src/invariants/connect.js';
import { namingRows } from '../src/invariants/privacy.js';
import { fakeIdNumber, fakePhone } from '../src/fake-numbers.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase({ name: 'meal-orders', migrations: [] });
  client = await connect(database.ownerUrl);
  await client.query(`
    CREATE TABLE seeded (id integer, word text, words text[], document jsonb, bytes bytea);
    CREATE TABLE divided (id integer, word text) PARTITION BY RANGE (id);
    CREATE TABLE divided_1 PARTITION OF divided FOR VALUES FROM (0) TO (10)`);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const seeded = async (column: string, value: unknown, table = 'seeded') => {
  await client.query(`INSERT INTO ${table} (id, ${column}) VALUES (1, $1)`, [value]);
  const found = await namingRows(client, 'meal-orders');
  await client.query(`TRUNCATE ${table}`);
  return found;
};
const FOUND = [{ table: 'public.seeded', rows: 1 }];

describe('the scan for people of the demonstration', () => {
  it.each([
    ['a name in a text', 'word', '给演示老人017的一份'],
    ['a phone in an array', 'words', ['lunch', fakePhone(17)]],
    ['an address in a document', 'document', { line: { to: '演示路17号' } }],
    ['an ID number in bytes', 'bytes', Buffer.from(`{"id":"${fakeIdNumber('1941-03-01', 17)}"}`)],
    [
      'a phone in bytes that are no text',
      'bytes',
      Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(fakePhone(400))]),
    ],
    ['the phone of a family', 'word', '13800000001'],
  ])('finds %s', async (_what, column, value) => {
    expect(await seeded(column, value)).toEqual(FOUND);
  });

  it('finds it in a partition, under the name of its table, once', async () => {
    expect(await seeded('word', '演示老人400', 'divided')).toEqual([{ table: 'public.divided', rows: 1 }]);
  });

  it('lets `identity` know by which phone a family signs in, and nothing of an elder', async () => {
    await client.query(`INSERT INTO seeded (id, word) VALUES (1, '13800000001')`);
    expect(await namingRows(client, 'identity')).toEqual([]);
    await client.query(`INSERT INTO seeded (id, word) VALUES (2, '演示老人001')`);
    expect(await namingRows(client, 'identity')).toEqual(FOUND);
    await client.query('TRUNCATE seeded');
  });

  it('knows everybody of the demo city, and takes no id, phone of a site or sum for a person', async () => {
    const rows = demoCity('2026-01-01')
      .csv.split('\n')
      .filter((row) => row.startsWith('person,'));
    expect(rows).toHaveLength(400);
    await client.query('INSERT INTO seeded (id, word) SELECT 1, word FROM unnest($1::text[]) word', [rows]);
    expect(await namingRows(client, 'meal-orders')).toEqual([{ table: 'public.seeded', rows: 400 }]);
    await client.query('TRUNCATE seeded');
    const harmless = [
      demoPersonId(17),
      fakePhone(9001),
      '演示食堂 puya',
      'a13800000001b',
      '0000000001',
      '蒲雅社区一食堂',
    ];
    expect(await seeded('words', harmless)).toEqual([]);
  });
});
