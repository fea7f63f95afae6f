import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestDatabase, TestService, TestTopics } from '@doorstep/testing';
import { createTestDatabase, createTestTopics, eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../src/service.js';
import {
  absent,
  booking,
  cancelled,
  confirmed,
  elderEvents,
  expectClaims,
  fact,
  order,
  placed,
  returned,
  served,
  siteEvents,
  stayed,
} from './support/city.js';
import { brokenInvariants } from './support/invariants.js';
import { positionsOf, stateOf } from './support/watching.js';

let database: TestDatabase;
let topics: TestTopics;
let owner: pg.Client;
const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));

beforeAll(async () => {
  [database, topics] = await Promise.all([createTestDatabase(benefits), createTestTopics('benefits')]);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await Promise.all([database.drop(), topics.drop()]);
});

const start = (): Promise<TestService> => startTestService(benefits, { clock, database, topics });

/** Something of everything: settled, released, reversed, displaced, corrected, absent. */
async function aDayInShenbei(service: TestService): Promise<void> {
  const people = Array.from({ length: 6 }, () => uuidv7());
  const [eater, caller, returner, carer, dead, away] = people as [string, string, string, string, string, string];
  await service.publish(...siteEvents());
  for (const personId of people) await service.publish(...elderEvents(personId));
  const [eaten, called, back, displaced, late] = [eater, caller, returner, carer, dead].map((personId) =>
    order(personId),
  );
  if (!eaten || !called || !back || !displaced || !late) throw new Error('five orders');
  const [day, missed] = [booking(carer), booking(away)];
  await service.publish(placed(eaten), served(eaten), placed(called), cancelled(called));
  await service.publish(placed(back), served(back), returned(back), placed(displaced), served(displaced));
  await service.publish(placed(late), served(late));
  await expectClaims(service, carer, ['settled OK 300']);
  await expectClaims(service, dead, ['settled OK 300']);
  await service.publish(confirmed(day), stayed(day), confirmed(missed), absent(missed));
  await service.publish(fact(dead, { kind: 'death', diedOn: '2026-09-14' }, '2026-09-14'));
  await expectClaims(service, dead, ['reversed OK 300', 'denied DECEASED 0']);
  await eventually(async () => (await owner.query(`SELECT FROM claim WHERE kind = 'absence'`)).rowCount === 1);
  await eventually(
    async () => (await owner.query(`SELECT FROM claim WHERE reason = 'MEAL_IN_DAYCARE'`)).rowCount === 1,
  );
  await expectClaims(service, caller, ['released OK 300']);
  await expectClaims(service, returner, ['reversed OK 300']);
}

it('reading everything again from the start changes nothing, even when every position was lost', async () => {
  const first = await start();
  await aDayInShenbei(first);
  await first.close();
  const before = await stateOf(owner);
  const read = await positionsOf(owner);
  for (const loss of ['UPDATE consumer_position SET next_offset = 0', 'DELETE FROM consumer_position']) {
    await owner.query(loss);
    const again = await start();
    await eventually(async () => {
      expect(await positionsOf(owner)).toEqual(read);
      return true;
    });
    await again.close();
    expect(await stateOf(owner)).toEqual(before);
  }
  expect(await brokenInvariants(owner)).toEqual([]);
});
