import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  appendOnly,
  createDataSource,
  failureOf,
  migrate,
  pendingMigrations,
  ranOutOfTime,
  Transactions,
  type Tx,
} from '@doorstep/persistence';
import { SilentLine } from './silent-line.js';
import { scratchDatabase, type Scratch } from './support.js';

@Entity()
class CanteenVisitRecord {
  @PrimaryColumn('text') visitId!: string;
  @Column('date') visitedOn!: string;
  @Column('bigint') paidFen!: string;
}

class CreateVisits1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE canteen_visit (visit_id text PRIMARY KEY, visited_on date NOT NULL, paid_fen bigint NOT NULL);
       CREATE TABLE journal (line text); ${appendOnly('journal')}`,
    );
  }
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

const ANN = { space: 'person', key: '0190a0a0-0000-7000-8000-00000000000a' } as const;

describe('transactions', () => {
  let scratch: Scratch;
  let transactions: Transactions;

  beforeAll(async () => {
    scratch = await scratchDatabase([CreateVisits1790000000000]);
    const dataSource = createDataSource({ url: scratch.appUrl, records: [CanteenVisitRecord], applicationName: 't' });
    await dataSource.initialize();
    transactions = new Transactions(dataSource);
    closing.push(() => dataSource.destroy());
  });
  const closing: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closing) await close();
    await scratch.drop();
  });

  const insert = (tx: Tx, id: string): Promise<object[]> =>
    tx.query('INSERT INTO canteen_visit VALUES ($1, $2, 850)', [id, '2026-10-01']);
  const visits = (): Promise<{ visit_id: string }[]> =>
    scratch.asOwner('SELECT visit_id FROM canteen_visit ORDER BY 1');

  it('lets nothing reach its connection after its end, wherever it was on its way', async () => {
    let left: Tx | undefined;
    const late = (tx: Tx): Promise<object[]> =>
      new Promise((resolve) => setTimeout(resolve, 50)).then(() => insert(tx, 'late'));
    const work = transactions.run({ keys: [ANN] }, (tx) => {
      left = tx;
      return Promise.all([late(tx), Promise.reject(new Error('first'))]);
    });
    await expect(work).rejects.toThrow('first');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await visits()).toEqual([]);
    expect(() => left?.client).toThrow('the transaction is over');
  });

  it('commits what the work did, through SQL and TypeORM alike, and then runs the actions', async () => {
    const done: string[] = [];
    await transactions.run({ keys: [ANN] }, async (tx) => {
      tx.afterCommit(() => done.push('committed'));
      await insert(tx, 'sql');
      await tx.manager.save(CanteenVisitRecord, { visitId: 'orm', visitedOn: '2026-10-02', paidFen: '1' });
      await tx.manager.transaction((inner) =>
        inner.insert(CanteenVisitRecord, { visitId: 'inner', visitedOn: '2026-10-02', paidFen: '1' }),
      );
      expect(done).toEqual([]);
      expect(await visits()).toEqual([]);
    });
    expect(done).toEqual(['committed']);
    expect((await visits()).map((row) => row.visit_id)).toEqual(['inner', 'orm', 'sql']);
  });

  it('leaves nothing behind when the work throws', async () => {
    const work = transactions.run({ keys: [ANN] }, async (tx) => {
      tx.afterCommit(() => expect(true).toBe(false));
      await tx.manager.insert(CanteenVisitRecord, { visitId: 'lost', visitedOn: '2026-10-02', paidFen: '1' });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await visits()).toHaveLength(3);
  });

  it('gives dates as strings', async () => {
    const [row] = await transactions.read((tx) =>
      tx.query("SELECT visited_on FROM canteen_visit WHERE visit_id = 'orm'"),
    );
    expect(row).toEqual({ visited_on: '2026-10-02' });
  });

  it('makes work on one key serial', async () => {
    let inside = 0;
    let most = 0;
    const work = async (tx: Tx): Promise<void> => {
      most = Math.max(most, ++inside);
      await tx.query('SELECT pg_sleep(0.01)');
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => transactions.run({ keys: [ANN] }, work)));
    expect(most).toBe(1);
  });

  it('holds the lanes of its keys and partitions only', async () => {
    await transactions.run({ keys: [ANN], partitions: [{ space: 'site', partition: 0 }] }, async (tx) => {
      expect(tx.holds(ANN)).toBe(true);
      expect(tx.holds({ space: 'budget', key: ANN.key })).toBe(false);
      await Promise.resolve();
    });
  });

  it('refuses lanes after the first write', async () => {
    class WriteFirst extends Transactions {
      protected override opening(...parameters: Parameters<Transactions['opening']>): string {
        return super.opening(...parameters).replace(';', ';SELECT pg_current_xact_id();');
      }
    }
    const dataSource = await scratch.open(1);
    await expect(new WriteFirst(dataSource).run({ keys: [ANN] }, () => Promise.resolve())).rejects.toThrow(
      'lanes are taken before the first write',
    );
  });

  it('runs the victim of a race again, three times at most', async () => {
    let tries = 0;
    const lose = (until: number) => async (tx: Tx) => {
      tries += 1;
      if (tries <= until) await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$`);
      return tries;
    };
    await expect(transactions.run({ keys: [] }, lose(2))).resolves.toBe(3);
    tries = 0;
    await expect(transactions.run({ keys: [] }, lose(9))).rejects.toMatchObject({ code: '40001' });
    expect(tries).toBe(4);
  });

  it('never calls a swallowed failure committed', async () => {
    const work = transactions.run({ keys: [] }, async (tx) => {
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(work).rejects.toThrow('not committed');
  });

  it('ends after its time', async () => {
    const slow = transactions.run({ keys: [], timeoutMs: 200 }, (tx) => tx.query('SELECT pg_sleep(2)'));
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    const idle = transactions.run({ keys: [], timeoutMs: 50 }, async (tx) => {
      await insert(tx, 'late');
      await new Promise((resolve) => setTimeout(resolve, 80));
    });
    await expect(idle).rejects.toThrow('longer than 50 ms');
    expect(await visits()).toHaveLength(3);
  });

  it('survives a connection that is cut', async () => {
    const cut = transactions.run({ keys: [] }, async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await scratch.asOwner('SELECT 1');
      await tx.query('SELECT pg_terminate_backend($1)', [row?.pid]);
    });
    await expect(cut).rejects.toMatchObject({ code: '57P01' });
    await expect(transactions.run({ keys: [] }, () => Promise.resolve('well'))).resolves.toBe('well');
  });

  it('says that its own pause was too long when the server cut it for that', async () => {
    const idle = transactions.run({ keys: [] }, async (tx) => {
      await tx.query('SET LOCAL idle_in_transaction_session_timeout = 50');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tx.query('SELECT 1');
    });
    await expect(idle).rejects.toMatchObject({ code: '25P03' });
  });

  it('gives up a server that does not answer any more, and goes on with one that does', async () => {
    const line = await SilentLine.to(scratch.appUrl);
    const dataSource = createDataSource({
      url: line.urlOf(scratch.appUrl),
      records: [],
      applicationName: 't',
      silenceMs: 500,
    });
    await dataSource.initialize();
    const through = new Transactions(dataSource);
    const begun = performance.now();
    const error = await through
      .run({ keys: [ANN] }, async (tx) => {
        line.silent = true;
        await tx.query('SELECT 1');
      })
      .catch((reason: unknown) => reason);
    expect([failureOf(error), ranOutOfTime(error)]).toEqual(['transient', true]);
    expect(performance.now() - begun).toBeLessThan(5_000);
    line.silent = false;
    await expect(through.run({ keys: [] }, () => Promise.resolve('well'))).resolves.toBe('well');
    await dataSource.destroy();
    await line.close();
  });

  it('refuses writes while reading', async () => {
    await expect(transactions.read((tx) => insert(tx, 'x'))).rejects.toMatchObject({ code: '25006' });
  });

  it('keeps append-only tables append-only, for the service and for the owner', async () => {
    await transactions.run({ keys: [] }, (tx) => tx.query(`INSERT INTO journal VALUES ('kept')`));
    for (const statement of [`UPDATE journal SET line = ''`, 'DELETE FROM journal', 'TRUNCATE journal']) {
      const asApp = transactions.run({ keys: [] }, (tx) => tx.query(statement));
      await expect(asApp).rejects.toMatchObject({ code: '42501' });
      await expect(scratch.asOwner(statement)).rejects.toThrow('append-only');
    }
  });

  it('migrates again without harm and knows what is pending', async () => {
    await migrate({
      url: scratch.ownerUrl,
      migrations: [CreateVisits1790000000000],
      appRole: new URL(scratch.appUrl).username,
    });
    const dataSource = await scratch.open(1);
    expect(await pendingMigrations(dataSource)).toEqual([]);
  });

  it('lets nobody but the owner write which migrations ran', async () => {
    for (const table of ['platform_migration', 'migration'])
      for (const statement of [
        `INSERT INTO ${table} (timestamp, name) VALUES (1, 'x')`,
        `UPDATE ${table} SET name = 'x'`,
        `DELETE FROM ${table}`,
      ]) {
        const asApp = transactions.run({ keys: [] }, (tx) => tx.query(statement));
        await expect(asApp).rejects.toMatchObject({ code: '42501' });
      }
  });
});
