import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PARTITIONS } from '@doorstep/contracts';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, FixedClock, partitionOf, uuidv7 } from '@doorstep/kernel';
import { SqlClaimStore } from '../../src/claims/infrastructure/sql-claim-store.js';
import { SqlLedger } from '../../src/ledger/infrastructure/sql-ledger.js';
import { DraftRules } from '../../src/policies/application/draft-rules.js';
import { draftOf } from '../../src/policies/application/read-document.js';
import { PackShelf } from '../../src/policies/application/pack-shelf.js';
import { ReleasedPackFiles } from '../../src/policies/infrastructure/released-pack-files.js';
import { SqlPolicyStore } from '../../src/policies/infrastructure/sql-policy-store.js';
import { ReplayPeople } from '../../src/simulations/application/replay-people.js';
import { GROUP, RunSimulationsHandler } from '../../src/simulations/application/run-simulations.handler.js';
import type { Simulation } from '../../src/simulations/domain/simulation.js';
import { resultOf } from '../../src/simulations/application/simulation-result.js';
import { SqlSimulationStore } from '../../src/simulations/infrastructure/sql-simulation-store.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { openClaimsDatabase } from '../support/claims-database.js';
import { shenbei } from '../support/policy-people.js';
import { stateOf } from '../support/watching.js';
import { factsOf, lunchAt, MEALS, then } from '../support/world.mother.js';

const PEOPLE = 440;
const LUNCHES = 6;
const clock = new FixedClock(new Date('2026-10-02T04:00:00Z'));
const store = new SqlSimulationStore();
const policies = new SqlPolicyStore();
const shelf = new PackShelf(policies);
let db: ClaimsDatabase;
let policyId: string;
let loads = 0;

class CountedClaimStore extends SqlClaimStore {
  override load(...given: Parameters<SqlClaimStore['load']>): ReturnType<SqlClaimStore['load']> {
    loads += 1;
    return super.load(...given);
  }
}

/** As another process would have it: nothing is shared but the database. */
function worker(): RunSimulationsHandler {
  const replay = new ReplayPeople(db.transactions, new CountedClaimStore(new SqlLedger()), shelf);
  return new RunSimulationsHandler(db.transactions, store, replay, new DraftRules(policies, shelf), clock);
}

const lunches = (personId: string, days: number) =>
  Array.from({ length: days }, (_, day) => {
    const asked = lunchAt('puya', personId, {}, addDays('2026-09-01' as LocalDate, day));
    return [asked, then(asked, 'served')];
  }).flat();

beforeAll(async () => {
  db = await openClaimsDatabase(clock);
  shelf.fill(await new ReleasedPackFiles().read());
  const ids = Array.from({ length: PEOPLE }, () => uuidv7());
  const facts = ids.map((_, i) => JSON.stringify(factsOf(i % 2 === 0 ? '1941-03-12' : '1955-03-12')));
  await db.owner.query(`INSERT INTO person (person_id, facts) SELECT d.* FROM unnest($1::uuid[], $2::jsonb[]) d`, [
    ids,
    facts,
  ]);
  for (let partition = 0; partition < PARTITIONS.person; partition++) {
    const own = ids.filter((id) => partitionOf(id, PARTITIONS.person) === partition);
    // The first one eats every day and reaches the monthly cap of 90 yuan with the old amount exactly.
    await db.play(own.flatMap((id) => lunches(id, id === ids[0] ? 30 : LUNCHES)));
  }
  const text = shenbei({ ruleVersion: 2, from: '2026-12-01', puya80: 400 });
  const draft = draftOf({ file: 'document', text }, { by: 'staff:author-1', at: clock.now() }, clock);
  policyId = draft.policyId;
  await db.transactions.run({ keys: [] }, (tx) => policies.add(tx, [draft]));
});
afterAll(() => db.close());

async function requested(): Promise<string> {
  const simulationId = uuidv7();
  const about = { simulationId, policyId, packId: MEALS, sha256: '-', month: '2026-09' as LocalMonth };
  const asked = { requestedBy: 'staff:author-1', requestedAt: clock.now() };
  await db.transactions.run({ keys: [] }, (tx) => store.add(tx, { ...about, ...asked }));
  return simulationId;
}

async function found(simulationId: string): Promise<Simulation> {
  const simulation = await db.transactions.read((tx) => store.find(tx, simulationId));
  if (!simulation) throw new Error('it is gone');
  return simulation;
}

it('says who would gain, who would lose, and what each funder would pay; and changes nothing', async () => {
  const before = await stateOf(db.owner);
  loads = 0;
  const id = await requested();
  await worker().drain();
  const simulation = await found(id);
  expect(simulation).toMatchObject({ state: 'done', peopleDone: PEOPLE, peopleInAll: PEOPLE });
  const winners = PEOPLE / 2 - 1;
  const gained = winners * LUNCHES * 100;
  const old = winners * LUNCHES * 300 + 9000 + (PEOPLE / 2) * LUNCHES * 100;
  const result = resultOf(simulation.tally);
  expect(result).toMatchObject({
    people: PEOPLE,
    winners,
    losers: 0,
    gainedFen: gained,
    lostFen: 0,
    undecided: 0,
    claims: (PEOPLE - 1) * LUNCHES + 30,
    changedClaims: winners * LUNCHES + 30,
    publicMoney: { beforeFen: old, afterFen: old + gained },
    byFunder: [
      { funder: 'city', beforeFen: old / 2, afterFen: (old + gained) / 2 },
      { funder: 'district', beforeFen: old / 2, afterFen: (old + gained) / 2 },
    ],
    byArea: [
      { level: 'district', area: 'shenbei', winners },
      { level: 'town', area: 'daoyi', winners, beforeFen: old, afterFen: old + gained },
    ],
  });
  // The one at the cap: dearer meals until the cap, none after it.
  expect(result.byReason).toEqual([
    { before: 'OK', after: 'MONTH_MONEY_CAP', claims: 8, selfPayFen: 2200 },
    { before: 'OK', after: 'OK', claims: winners * LUNCHES + 22, selfPayFen: -gained - 2200 },
  ]);
  // 25 of the many who gain; of the one at the cap a meal that is cut and seven that get nothing any more.
  const kinds = result.samples.map(({ differenceFen: fen, after }) => `${fen} ${after.outcome} ${after.subsidyFen}`);
  const ofKind = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
  const wanted = [ofKind('-100 approve 400'), ofKind('100 partial 200'), ofKind('300 deny 0')];
  expect([kinds.length, ...wanted]).toEqual([33, 25, 1, 7]);
  expect(await stateOf(db.owner)).toEqual(before);
  // Set-based: one load for each group of persons, however many orders they have.
  expect(loads).toBe(Math.ceil(PEOPLE / GROUP));
});

it('goes on behind the last step that was kept when its worker is gone, and comes to the same sums', async () => {
  const whole = await requested();
  await worker().drain();
  const cut = await requested();
  const first = worker();
  const taken = await db.transactions.run({ keys: [] }, (tx) => store.take(tx));
  if (taken?.simulationId !== cut) throw new Error('another one was waiting');
  const prepared = await first.prepare(taken);
  const after = await first.step(prepared.simulation, prepared.packs);
  expect(after).toMatchObject({ peopleDone: GROUP });
  // Half a minute has passed since anybody heard of the first worker.
  await worker().drain();
  expect(await found(cut)).toMatchObject({ state: 'running', peopleDone: GROUP });
  await db.owner.query(
    `UPDATE policy_simulation SET leased_until = now() - interval '1 second' WHERE simulation_id = $1`,
    [cut],
  );
  await worker().drain();
  const [one, other] = [await found(whole), await found(cut)];
  expect(other).toMatchObject({ state: 'done', peopleDone: PEOPLE });
  expect(resultOf(other.tally)).toEqual(resultOf(one.tally));
  // What the first one still had in hand is not added a second time.
  expect(await first.step(after as Simulation, prepared.packs)).toBeUndefined();
  expect((await found(cut)).peopleDone).toBe(PEOPLE);
});

it('begins again when other rules came into force, and adds nothing that was made under the old ones', async () => {
  const id = await requested();
  const first = worker();
  const taken = await db.transactions.run({ keys: [] }, (tx) => store.take(tx));
  const { packs, simulation } = await first.prepare(taken as Simulation);
  const after = await first.step(simulation, packs);
  expect(after).toMatchObject({ peopleDone: GROUP });
  await db.transactions.run({ keys: [] }, (tx) => policies.changeRevision(tx));
  expect(await first.step(after as Simulation, packs)).toBeUndefined();
  expect(await found(id)).toMatchObject({ state: 'running', peopleDone: GROUP });
  const next = await worker().prepare(after as Simulation);
  expect(await found(id)).toMatchObject({ afterPersonId: null, peopleDone: 0, tally: next.simulation.tally });
  // The first one, who knows nothing of it, comes back with its first step.
  expect(await first.step(simulation, packs)).toBeUndefined();
  await db.owner.query('UPDATE policy_simulation SET leased_until = NULL WHERE simulation_id = $1', [id]);
  await worker().drain();
  expect(await found(id)).toMatchObject({ state: 'done', peopleDone: PEOPLE, peopleInAll: PEOPLE });
});

it('ends at once when it is cancelled', async () => {
  const id = await requested();
  const own = worker();
  const taken = await db.transactions.run({ keys: [] }, (tx) => store.take(tx));
  const { packs, simulation } = await own.prepare(taken as Simulation);
  const after = await own.step(simulation, packs);
  await db.transactions.run({ keys: [] }, (tx) => store.end(tx, id, 'cancelled', clock.now()));
  expect(await own.step(after as Simulation, packs)).toBeUndefined();
  expect(await found(id)).toMatchObject({ state: 'cancelled', peopleDone: GROUP });
});

it('fails with the reason when its version was withdrawn', async () => {
  const id = await requested();
  await db.owner.query(
    `UPDATE policy_pack_version SET state = 'withdrawn', ended_by = 'x', ended_at = now(), end_reason = 'x' WHERE policy_id = $1`,
    [policyId],
  );
  await worker().drain();
  expect(await found(id)).toMatchObject({ state: 'failed', problem: expect.stringContaining('withdrawn') });
});
