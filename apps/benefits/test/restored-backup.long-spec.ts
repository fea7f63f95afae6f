import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { runNewEpoch } from '@doorstep/messaging';
import type { TestDatabase, TestService, TestTopics } from '@doorstep/testing';
import {
  Backup,
  createTestDatabase,
  createTestTopics,
  eventually,
  startTestService,
  testEnvironment,
} from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../src/service.js';
import { cancelled, elderEvents, expectClaims, fact, order, placed, served, siteEvents } from './support/city.js';
import { brokenInvariants } from './support/invariants.js';
import { positionsOf } from './support/watching.js';

jest.setTimeout(120_000);

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));
const people = Array.from({ length: 5 }, () => uuidv7());
const [eater, caller, dead, late, capped] = people as [string, string, string, string, string];
let database: TestDatabase;
let topics: TestTopics;

beforeAll(async () => {
  [database, topics] = await Promise.all([createTestDatabase(benefits), createTestTopics('benefits')]);
}, 60_000);
afterAll(() => Promise.all([database.drop(), topics.drop()]), 60_000);

const start = (): Promise<TestService> => startTestService(benefits, { clock, database, topics });

/** What must come out the same: balances of all accounts, what stands for each order, and what each consumer has read. */
async function books(): Promise<Record<string, readonly string[]>> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    const lines = async (sql: string): Promise<string[]> =>
      (await owner.query<{ line: string }>(sql)).rows.map(({ line }) => line);
    return {
      balances: await lines(BALANCES),
      claims: await lines(CLAIMS),
      budgets: await lines(`SELECT area || ' ' || held_fen || ' ' || spent_fen AS line FROM budget ORDER BY 1`),
      read: await positionsOf(owner),
      broken: await brokenInvariants(owner),
    };
  } finally {
    await owner.end();
  }
}

const BALANCES = `SELECT code || ' ' || sum(in_fen) || ' ' || sum(out_fen) AS line
  FROM ledger_account JOIN ledger_account_day USING (account_id) GROUP BY code ORDER BY 1`;
const CLAIMS = `SELECT o.origin_id || ' ' || c.state || ' ' || c.reason || ' ' || c.subsidy_fen AS line
  FROM claim_origin o JOIN claim c ON c.claim_id = o.latest_claim_id ORDER BY 1`;

it('a restored backup that hears again what came after it has the same balances and the same claims', async () => {
  const before = await start();
  await before.publish(...siteEvents());
  for (const personId of people) await before.publish(...elderEvents(personId));
  const [eaten, called, held] = [eater, caller, dead].map((personId) => order(personId)) as [
    ReturnType<typeof order>,
    ReturnType<typeof order>,
    ReturnType<typeof order>,
  ];
  await before.publish(placed(eaten), served(eaten), placed(called), placed(held));
  await expectClaims(before, eater, ['settled OK 300']);
  await expectClaims(before, caller, ['held OK 300']);
  await expectClaims(before, dead, ['held OK 300']);
  await before.close();
  const backup = await Backup.of(database);

  const after = await start();
  const [later, dinner] = [order(late), order(capped)];
  await after.publish(cancelled(called), served(held), placed(later), served(later), placed(dinner));
  await after.publish(fact(dead, { kind: 'death', diedOn: '2026-09-14' }, '2026-09-14'));
  await expectClaims(after, caller, ['released OK 300']);
  await expectClaims(after, late, ['settled OK 300']);
  await expectClaims(after, capped, ['held OK 300']);
  await expectClaims(after, dead, ['reversed OK 300', 'denied DECEASED 0']);
  await after.close();
  const known = await books();
  expect(known['broken']).toEqual([]);

  await backup.restore();
  const kafka = { brokers: testEnvironment().kafkaBrokers, topicPrefix: topics.prefix };
  await runNewEpoch({ service: 'benefits', databaseOwnerUrl: database.ownerUrl, kafka, logger: SILENT });
  const restored = await start();
  await eventually(async () => {
    expect(await books()).toEqual(known);
    return true;
  });
  await restored.close();
});
