import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { EntitlementUpdatedV1, PersonErasedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../src/service.js';
import {
  booking,
  confirmed,
  elderEvents,
  fact,
  order,
  placed,
  retraction,
  served,
  siteEvents,
  stayed,
} from './support/city.js';
import { brokenInvariants } from './support/invariants.js';

jest.setTimeout(90_000);

let service: TestService;
let owner: pg.Client;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents());
}, 60_000);
afterAll(async () => {
  await owner.end();
  await service.close();
}, 60_000);

const DAYS = Array.from({ length: 20 }, (_, i) => `2026-10-${String(i + 1).padStart(2, '0')}`);

/** Lunch and dinner of 20 days, each ordered and eaten. */
function meals(personId: string): NewEvent[] {
  return DAYS.flatMap((serviceDate) =>
    (['lunch', 'dinner'] as const).flatMap((mealPeriod) => {
      const meal = order(personId, { serviceDate, mealPeriod, siteId: 'chenxing' });
      return [placed(meal), served(meal)];
    }),
  );
}

/** Every fourth day she is in day care. */
function careDays(personId: string): { bookings: NewEvent[]; stays: NewEvent[] } {
  const days = DAYS.filter((_, i) => i % 4 === 0).map((serviceDate) => ({ ...booking(personId), serviceDate }));
  return { bookings: days.map(confirmed), stays: days.map((day) => stayed(day)) };
}

/** She becomes poor, is said to be dead, is not, and moves to another category. */
function news(personId: string): NewEvent[] {
  const death = uuidv7();
  return [
    fact(personId, { kind: 'category', category: 'dibao' }, '2026-10-05'),
    fact(personId, { kind: 'death', diedOn: '2026-10-09' }, '2026-10-09', death),
    fact(personId, { kind: 'ability_level', level: 3 }, '2026-10-10'),
    retraction(personId, death),
  ];
}

it('one person driven by orders, bookings, stays and late facts at once stays serial and inside the cap', async () => {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  const { bookings, stays } = careDays(personId);
  await Promise.all([meals(personId), bookings, stays, news(personId)].map((events) => service.publish(...events)));
  await eventually(
    async () => {
      const { rows } = await owner.query<{ origins: number; open: number; waiting: number }>(
        `SELECT count(*)::int AS origins, count(*) FILTER (WHERE fulfilment = 'open')::int AS open,
           (SELECT count(*)::int FROM parked_key) + (SELECT count(*)::int FROM correction_task) AS waiting FROM claim_origin`,
      );
      expect(rows[0]).toEqual({ origins: 45, open: 0, waiting: 0 });
      const facts = await owner.query(`SELECT FROM person_fact WHERE retracted_at IS NOT NULL`);
      expect(facts.rowCount).toBe(1);
      return true;
    },
    { timeoutMs: 40_000 },
  );
  expect(await brokenInvariants(owner)).toEqual([]);
  const { rows } = await owner.query<{ n: number; numbers: number; version: number }>(
    `SELECT p.decision_number AS n, count(DISTINCT c.decision_number)::int AS numbers, p.entitlement_version AS version
     FROM person p JOIN claim c USING (person_id) GROUP BY p.person_id`,
  );
  expect(rows[0]?.numbers).toBe(rows[0]?.n);
  // Whether the cap or day care refused it first, no public money goes into a lunch that day care serves.
  const lunches = await owner.query<{ paid: boolean }>(
    `SELECT DISTINCT c.need_fen > 0 AND c.state IN ('held', 'settled') AS paid
     FROM claim_origin o JOIN claim c ON c.claim_id = o.latest_claim_id
     JOIN claim_origin s ON s.kind = 'day_care' AND s.service_date = o.service_date
     WHERE o.kind = 'meal_order' AND o.meal_period = 'lunch'`,
  );
  expect(lunches.rows).toEqual([{ paid: false }]);
  await eventually(async () => {
    const states = (await service.events(EntitlementUpdatedV1)).filter((event) => event.key === personId);
    expect(states.map((event) => event.data.version)).toEqual(states.map((_, i) => i + 1));
    expect(states).toHaveLength(rows[0]?.version ?? 0);
    return true;
  });
});

it('somebody who is erased keeps only the facts that decided claims rest on', async () => {
  const [diner, stranger] = [uuidv7(), uuidv7()];
  const factsOf = async (personId: string): Promise<number> =>
    (await owner.query('SELECT FROM person_fact WHERE person_id = $1', [personId])).rows.length;
  const meal = order(diner, { serviceDate: '2026-10-20', siteId: 'chenxing' });
  await service.publish(...elderEvents(diner), ...elderEvents(stranger), placed(meal), served(meal));
  await eventually(async () => (await owner.query('SELECT FROM claim WHERE person_id = $1', [diner])).rows.length > 0);
  await eventually(async () => (await factsOf(stranger)) > 0);
  const erased = { erasedAt: '2026-10-21T00:00:00.000Z', evidenceUntil: '2056-12-31' };
  await service.publish(
    ...[diner, stranger].map((personId) =>
      newEvent(PersonErasedV1, personId, { ...erased, personId, erasureId: uuidv7() }),
    ),
  );
  await eventually(async () => (await factsOf(stranger)) === 0);
  expect(await factsOf(diner)).toBeGreaterThan(0);
  const { rows } = await owner.query('SELECT facts FROM person WHERE person_id = $1', [stranger]);
  expect(rows).toEqual([{ facts: null }]);
});
