import { AlterationDetectedV1, AlterationEndedV1, receiptCodeOf } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { Metrics } from '@doorstep/observability';
import { eventually, testEnvironment } from '@doorstep/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { AuditWorld } from './audit-world.js';
import { openAudit, recordOf } from './audit-world.js';

let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit({ env: { PATROL_MS: '20', PATROL_RECORDS: '20' } });
});
afterAll(() => world.close());
const one = (path: string) => world.get(`/v1/records/${path}`);

/** By the superuser, whom no trigger stops. */
describe('a record that was altered in the database', () => {
  const source = 'meal-orders/0/52';
  const sales = [uuidv7(), uuidv7(), uuidv7()];
  const records = sales.map((sale, n) =>
    recordOf({
      ...{ source, sequence: n + 1, key: uuidv7(), type: 'meal-orders.meal-order.placed.v1' },
      data: { orderId: sale, siteId: 'puya', grossFen: 1200 },
    }),
  );
  const [, victim] = records as [unknown, ReturnType<typeof recordOf>];
  const TABLES = ['journal', 'journal_key', 'journal_fact', 'journal_reference', 'record_key'];
  let superuser: Client;
  let index = '';
  beforeAll(async () => {
    await world.put(...records);
    await world.journalled(
      3,
      'event_id = ANY($1::uuid[])',
      records.map(({ id }) => id),
    );
    const url = new URL(testEnvironment().postgresUrl);
    url.pathname = new URL(world.database.ownerUrl).pathname;
    superuser = new Client({ connectionString: url.href });
    await superuser.connect();
    await superuser.query('SET session_replication_role = replica');
    for (const table of TABLES) await superuser.query(`CREATE TABLE ${table}_before AS SELECT * FROM ${table}`);
    [{ index }] = await world.sql('SELECT journal_index AS index FROM journal WHERE event_id = $1', victim.id);
  });
  afterAll(() => superuser.end());

  const putBack = async () => {
    for (const table of TABLES)
      await superuser.query(
        table === 'record_key'
          ? `DELETE FROM record_key WHERE key_id IN (SELECT key_id FROM record_key_before);
             INSERT INTO record_key OVERRIDING SYSTEM VALUE SELECT * FROM record_key_before`
          : `DELETE FROM ${table} WHERE journal_index = ${index};
             INSERT INTO ${table} SELECT * FROM ${table}_before WHERE journal_index = ${index}`,
      );
  };
  afterEach(putBack);
  const shown = async (query: string): Promise<[string, boolean][]> =>
    (await world.get(`/v1/${query}`))
      .json()
      .items.map(({ id, altered }: { id: string; altered: boolean }) => [id, altered]);
  const ready = async () => (await world.get('/health/ready', null)).json();
  const alarm = async (alterations: string[]) => {
    const known = new Set((await world.events(AlterationEndedV1)).map(({ data }) => data.findingId));
    const open = (await world.events(AlterationDetectedV1)).filter(({ data }) => !known.has(data.findingId));
    expect(open.map(({ data }) => data)).toMatchObject([
      { firstJournalIndex: index, lastJournalIndex: index, records: 1, alterations },
    ]);
    return true;
  };
  const quiet = () =>
    eventually(async () => {
      const [raised, ended] = [await world.events(AlterationDetectedV1), await world.events(AlterationEndedV1)];
      return raised.length === ended.length && (await ready()).checks.patrol.detail === undefined;
    });

  it.each([
    ['its bytes', 'UPDATE journal SET bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 1)', ['record']],
    ['its bytes, taken away', 'UPDATE journal SET bytes = NULL', ['record']],
    ['its commitment', `UPDATE journal SET commitment = sha256('other')`, ['leaf', 'record']],
    ['who did it', `UPDATE journal SET actor = 'staff:somebody-else'`, ['facts', 'record']],
    ['when it was', `UPDATE journal SET event_time = event_time - interval '1 day'`, ['facts', 'record']],
    ['its place in the log', 'UPDATE journal SET leaf_index = NULL', ['leaf']],
    ['everything', 'DELETE FROM journal', ['missing']],
    ['its key', 'UPDATE record_key SET wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)', ['record']],
    ['its key, taken out', 'DELETE FROM record_key', ['record']],
    ['its key, as if erased', 'UPDATE record_key SET wrapped = NULL, destroyed_at = now()', ['record']],
    ['its key, as if kept as evidence', 'UPDATE record_key SET restricted_at = now()', ['record']],
  ])('is refused as evidence, shown as altered and found by the patrol: %s', async (_what, change, alterations) => {
    const where = change.includes('record_key')
      ? `key_id = (SELECT key_id FROM journal WHERE journal_index = ${index})`
      : `journal_index = ${index}`;
    await superuser.query(`${change} WHERE ${where}`);
    const refused = await world.get(`/v1/records/${source}/2`);
    expect(refused.json()).toMatchObject({
      status: 409,
      code: 'AUDIT.RECORD_ALTERED',
      details: { source, sequence: '2' },
    });
    const list = `/v1/records?source=${encodeURIComponent(source)}&fromSequence=1&toSequence=3`;
    expect((await world.get(list)).json()).toMatchObject({ status: 409, code: 'AUDIT.RECORD_ALTERED' });
    expect((await one(`${source}/1`)).statusCode).toBe(200);
    if (alterations.join() !== 'leaf')
      for (const path of [`/receipts/${receiptCodeOf(sales[1] as string)}`, `/v1/evidence?orderId=${sales[1]}`])
        expect((await world.get(path)).json().code).toBe('AUDIT.RECORD_ALTERED');
    const marks = records.map(({ id }) => [id, id === victim.id]);
    if (alterations[0] !== 'leaf') {
      expect((await shown(`events?source=${encodeURIComponent(source)}&limit=10`)).sort()).toEqual(marks.sort());
      expect(await shown(`timelines/order/${sales[1]}`)).toEqual([[victim.id, true]]);
    }
    await eventually(() => alarm(alterations));
    expect(await shown(`timelines/order/${sales[1]}`)).toEqual([[victim.id, true]]);
    expect((await ready()).checks.patrol).toMatchObject({
      up: true,
      detail: expect.stringContaining(`1 records altered, the first at index ${index}`),
    });
    expect(await world.app.get(Metrics).registry.metrics()).toContain('altered_records{service="audit"} 1');
    await putBack();
    await quiet();
    expect((await one(`${source}/2`)).statusCode).toBe(200);
    expect(await shown(`timelines/order/${sales[1]}`)).toEqual([[victim.id, false]]);
  });

  it('is refused by its number also when nothing of it is left', async () => {
    await eventually(async () => (await world.sql('SELECT mark FROM source WHERE name = $1', source))[0].mark === '3');
    await superuser.query(
      `DELETE FROM journal_key WHERE journal_index = ${index}; DELETE FROM journal WHERE journal_index = ${index}`,
    );
    const list = (from: number, to: number) =>
      world.get(`/v1/records?source=${encodeURIComponent(source)}&fromSequence=${from}&toSequence=${to}`);
    expect((await list(1, 9)).json()).toMatchObject({
      code: 'AUDIT.RECORD_ALTERED',
      details: { source, sequence: '2' },
    });
    expect((await list(3, 9)).json().items).toHaveLength(1);
    await putBack();
    await quiet();
    expect((await list(1, 9)).json().items).toHaveLength(3);
  });

  it.each([
    ['an amount', 'UPDATE journal_fact SET amount_fen = 1'],
    ['a site', `UPDATE journal_fact SET site_id = 'elsewhere'`],
    ['the order it speaks of', 'DELETE FROM journal_reference'],
    ['everything', 'DELETE FROM journal_fact'],
  ])('stays evidence when only what it is searched by was altered, and that is found: %s', async (_what, change) => {
    await superuser.query(`${change} WHERE journal_index = ${index}`);
    expect((await one(`${source}/2`)).statusCode).toBe(200);
    await eventually(() => alarm(['facts']));
    await putBack();
    await quiet();
  });
});
