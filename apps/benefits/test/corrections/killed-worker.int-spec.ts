import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PARTITIONS } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { FixedClock, partitionOf, uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { factsOf, lunchAt, then } from '../support/world.mother.js';
import type { CorrectingPlan } from './correcting-child.js';

const PEOPLE = 480;
const DAYS = ['2026-09-13', '2026-09-14', '2026-09-15'] as LocalDate[];
const NOW = '2026-09-15T04:00:00Z';
const ids = Array.from({ length: PEOPLE }, () => uuidv7());
let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase(new FixedClock(new Date(NOW)));
  await learn('1941-03-12');
  for (let partition = 0; partition < PARTITIONS.person; partition++) {
    const own = ids.filter((id) => partitionOf(id, PARTITIONS.person) === partition);
    const meals = own.flatMap((id) => DAYS.map((day) => lunchAt('puya', id, {}, day)));
    await db.play(meals.flatMap((meal) => [meal, then(meal, 'served')]));
  }
});
afterAll(() => db.close());

/** Everybody is as old as that, now. */
async function learn(bornOn: string): Promise<void> {
  const facts = JSON.stringify(factsOf(bornOn));
  await db.owner.query(
    `INSERT INTO person (person_id, facts) SELECT unnest($1::uuid[]), $2::jsonb
     ON CONFLICT (person_id) DO UPDATE SET facts = excluded.facts`,
    [ids, facts],
  );
}

async function rowsOf(table: string): Promise<number> {
  const { rows } = await db.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]?.n ?? 0;
}
const waiting = () => rowsOf('correction_task');
const searching = () => rowsOf('correction_search');
const corrections = () => rowsOf('correction');

/** Starts a worker in a process of its own and kills it with -9 as soon as some of the work is done. */
async function killWhen(someIsDone: () => Promise<boolean>, more: { readonly slice?: number } = {}): Promise<void> {
  const hook = fileURLToPath(new URL('../../../../libs/messaging/test/support/typescript-hook.mjs', import.meta.url));
  const program = fileURLToPath(new URL('./correcting-child.ts', import.meta.url));
  const args = ['--conditions=@doorstep/source', '--no-warnings', '--import', hook, program];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  const gone = once(child, 'exit');
  child.stdin.end(JSON.stringify({ appUrl: db.appUrl, now: NOW, ...more } satisfies CorrectingPlan));
  await eventually(someIsDone, { timeoutMs: 60_000 });
  child.kill('SIGKILL');
  await gone;
}

/** The database may still be busy for the killed one, and so hold its tasks for a moment. */
async function drained(): Promise<void> {
  await eventually(async () => {
    await db.corrections.drain();
    return (await waiting()) === 0;
  });
}

it('a worker that is killed with -9 in the middle of a big correction leaves nothing half done, and the next one ends it', async () => {
  await learn('1955-03-12');
  const cause = { actor: 'staff:clerk-1', correlationId: 'birth dates' };
  const window = { from: '2026-09-01' as LocalDate, to: undefined };
  await db.transactions.run({ keys: [] }, (tx) =>
    db.queue.add(
      tx,
      ids.map((personId) => ({ personId, window, why: 'late_facts', cause })),
    ),
  );
  for (let kill = 0; kill < 2; kill++) {
    const before = await waiting();
    await killWhen(async () => (await waiting()) < before);
    expect(await waiting()).toBeGreaterThan(0);
    expect(await brokenInvariants(db.owner)).toEqual([]);
  }
  await drained();
  expect(await brokenInvariants(db.owner)).toEqual([]);
  const { rows } = await db.owner.query<{ story: string; people: number }>(
    `SELECT story, count(*)::int AS people FROM (SELECT person_id, string_agg(state || ' ' || subsidy_fen, ', ' ORDER BY state, service_date) AS story
       FROM claim GROUP BY person_id) s GROUP BY story`,
  );
  // Each meal was corrected exactly once, whoever did it: the same as without any kill.
  const reversed = DAYS.map(() => 'reversed 300').join(', ');
  expect(rows).toEqual([{ story: `${reversed}, ${DAYS.map(() => 'settled 100').join(', ')}`, people: PEOPLE }]);
  expect(await corrections()).toBe(PEOPLE * DAYS.length);
});

it('a change of rules leaves one row; a search that is killed with -9 goes on where it was, and everybody is decided again once', async () => {
  await learn('1941-03-12');
  const done = await corrections();
  const range = { packId: 'cn-shenyang-shenbei', from: '2026-09-01' as LocalDate, to: undefined };
  const cause = { actor: 'staff:approver-1', correlationId: 'rules' };
  await db.transactions.run({ keys: [] }, (tx) => db.queue.addForPack(tx, range, 'rule_version', cause));
  expect([await waiting(), await searching()]).toEqual([0, 1]);
  await killWhen(async () => (await waiting()) > 0, { slice: 1 });
  expect(await searching()).toBe(1);
  expect(await waiting()).toBeLessThan(PEOPLE);
  await eventually(async () => {
    await db.searches.drain(100);
    return (await searching()) === 0;
  });
  expect(await waiting()).toBe(PEOPLE);
  await drained();
  expect((await corrections()) - done).toBe(PEOPLE * DAYS.length);
  expect(await brokenInvariants(db.owner)).toEqual([]);
});
