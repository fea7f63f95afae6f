import type { Actor } from '@doorstep/auth';
import { FixedClock } from '@doorstep/kernel';
import { createDataSource, Transactions } from '@doorstep/persistence';
import type { Tx } from '@doorstep/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { Reach } from '../src/shared/scoped-transactions.js';
import { ScopedTransactions } from '../src/shared/scoped-transactions.js';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
let world: RegistryWorld;
let pool: DataSource;
let plain: Transactions;
let scoped: ScopedTransactions;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  const people = [1, 2, 3].flatMap((number) => [elder(number), fact(number, 'birth', '1941-03-01')]);
  const moved = [
    lives(3, 'daoyi', '2000-01-01', { valid_to: '2026-11-01' }),
    lives(3, 'huishan', '2026-11-01', { valid_to: '2026-12-01' }),
  ];
  await world.import(fileOf(...people, lives(1, 'daoyi', '2000-01-01'), lives(2, 'huishan', '2000-01-01'), ...moved));
  await world.sql(`INSERT INTO person_site VALUES ($1, 'puya', '2026-11-17'), ($2, 'puya', '2025-01-01')`, [
    personId(1),
    personId(2),
  ]);
  pool = createDataSource({
    url: world.service.database.appUrl,
    records: [],
    poolSize: 1,
    applicationName: 'rls-test',
  });
  await pool.initialize();
  plain = new Transactions(pool);
  scoped = new ScopedTransactions(plain, clock);
});
afterAll(async () => {
  await pool?.destroy();
  await world?.close();
});

const actor = (scope: Actor['scope']): Actor => ({
  kind: 'staff',
  subject: 'somebody',
  roles: ['community_worker'],
  scope,
});
const idsIn = async (tx: Tx, table = 'person'): Promise<string[]> =>
  (await tx.query<{ person_id: string }>(`SELECT DISTINCT person_id FROM ${table} ORDER BY 1`)).map(
    (row) => row.person_id,
  );
const reached = (reach: Reach, table?: string): Promise<string[]> => scoped.read(reach, (tx) => idsIn(tx, table));

const aboutPeople = (): Promise<{ name: string; enabled: boolean; forced: boolean }[]> =>
  world.sql(`
    SELECT format('%I.%I', space.nspname, class.relname) AS name, class.relrowsecurity AS enabled, class.relforcerowsecurity AS forced
    FROM pg_class class JOIN pg_namespace space ON space.oid = class.relnamespace
    WHERE class.relkind IN ('r', 'p') AND space.nspname IN ('public', 'vault')
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = class.oid AND NOT a.attisdropped AND a.attname ~ '(^|_)person_id$')
    ORDER BY 1`);

describe('a transaction that names nobody', () => {
  it('sees no row of any table about people, and all such tables are protected from their owner too', async () => {
    const tables = await aboutPeople();
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['public.person', 'public.person_fact', 'public.person_area', 'public.person_site']),
    );
    expect(tables.filter(({ enabled, forced }) => !enabled || !forced)).toEqual([]);
    for (const { name } of tables) {
      const [row] = await plain.read((tx) => tx.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${name}`));
      expect([name, row?.rows]).toEqual([name, '0']);
    }
  });

  it('cannot add one either', async () => {
    const add = plain.run({ keys: [] }, (tx) =>
      tx.query(`INSERT INTO person (person_id, registered_at, registered_by) VALUES ($1, now(), 'x')`, [personId(99)]),
    );
    await expect(add).rejects.toThrow('row-level security');
  });
});

describe('a caller', () => {
  it.each<[string, Reach, number[]]>([
    ['the service itself', 'system', [1, 2, 3]],
    ['the whole city', actor({ all: true }), [1, 2, 3]],
    ['one person', actor({ persons: [personId(2)] }), [2]],
    ['a street', actor({ areas: ['daoyi'] }), [1]],
    ['the street she lives in today', actor({ areas: ['huishan'] }), [2, 3]],
    ['the district around both', actor({ areas: ['shenbei'] }), [1, 2, 3]],
    ['a site where somebody came lately', actor({ sites: ['puya'] }), [1]],
    ['several things', actor({ persons: [personId(2)], sites: ['puya'] }), [1, 2]],
    ['nothing', actor({}), []],
    ['names that are none', actor({ persons: ['x', `${personId(1)},${personId(2)}`], areas: ["daoyi','shenbei"] }), []],
  ])('with %s sees those people alone, in every table', async (_name, reach, numbers) => {
    const expected = numbers.map(personId);
    expect(await reached(reach)).toEqual(expected);
    expect(await reached(reach, 'person_fact')).toEqual(expected);
  });

  it('loses whoever moves away, from that day on', async () => {
    const later = new ScopedTransactions(plain, new FixedClock(new Date('2026-12-01T02:00:00Z')));
    expect(await later.read(actor({ areas: ['huishan'] }), (tx) => idsIn(tx))).toEqual([personId(2)]);
  });

  it('writes about nobody else', async () => {
    const retract = (person: string) =>
      scoped.run(actor({ areas: ['daoyi'] }), { keys: [] }, async (tx) => {
        const [born] = await world.sql<{ fact_id: string }>('SELECT fact_id FROM person_fact WHERE person_id = $1', [
          person,
        ]);
        await tx.query(`INSERT INTO person_fact_retraction VALUES ($1, $2, 'error', NULL, now(), 'x')`, [
          born?.fact_id,
          person,
        ]);
        throw new Error('rolled back');
      });
    await expect(retract(personId(2))).rejects.toThrow('row-level security');
    await expect(retract(personId(1))).rejects.toThrow('rolled back');
  });

  it('leaves nothing behind on the one connection that all share', async () => {
    const scopes = [{ persons: [personId(1)] }, { persons: [personId(2)] }, { areas: ['daoyi'] }, {}, { all: true }];
    const expected = [[personId(1)], [personId(2)], [personId(1)], [], [1, 2, 3].map(personId)];
    const once = async (which: number, fails: boolean): Promise<unknown> =>
      scoped.run(actor(scopes[which] as Actor['scope']), { keys: [] }, async (tx) => {
        await tx.query('SELECT pg_sleep(0.001)');
        if (fails) throw new Error('rolled back');
        return idsIn(tx);
      });
    const caller = async (which: number): Promise<void> => {
      for (let round = 0; round < 8; round++)
        if (round % 3 === 2) await expect(once(which, true)).rejects.toThrow('rolled back');
        else expect([which, await once(which, false)]).toEqual([which, expected[which]]);
    };
    await Promise.all(scopes.map((_scope, which) => caller(which)));
    expect(await plain.read((tx) => idsIn(tx))).toEqual([]);
  });
});

describe('the policies', () => {
  const plan = async (sql: string, values: unknown[], reach: Reach): Promise<string> =>
    scoped.read(reach, async (tx) => {
      await tx.query('SELECT set_config($1, $2, true)', ['enable_seqscan', 'off']); // the tables of a test are tiny
      const rows = await tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, values);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });

  it('find a person by an index, and read each setting once per statement', async () => {
    for (const [table, index] of [
      ['person', 'person_pkey'],
      ['person_fact', 'idx_person_fact_person_id'],
    ] as const) {
      const text = await plan(
        `SELECT * FROM ${table} WHERE person_id = $1`,
        [personId(1)],
        actor({ areas: ['shenbei'] }),
      );
      expect(text).toContain(index);
      expect(text).toContain('InitPlan');
      expect(text).not.toMatch(/Filter:.*current_setting/);
      expect(text).not.toMatch(/Seq Scan/);
    }
  });
});

describe("the service's own role", () => {
  it.each([
    ['make a table', 'CREATE TABLE x (y int)'],
    ['alter one', 'ALTER TABLE person ADD COLUMN x int'],
    ['drop a policy', 'DROP POLICY reach ON person'],
    ['switch policies off', 'ALTER TABLE person DISABLE ROW LEVEL SECURITY'],
    ['change history', "UPDATE person_fact SET source = 'x'"],
    ['delete history', 'DELETE FROM person_fact_retraction'],
    ['empty a table', 'TRUNCATE site_version'],
    ['say itself where people live', 'DELETE FROM person_area'],
    ['redraw the areas', 'DELETE FROM area_closure'],
  ])('cannot %s', async (_name, sql) => {
    await expect(scoped.run('system', { keys: [] }, (tx) => tx.query(sql))).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });
});
