import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { EntitlementUpdatedV1, PersonErasedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { ExpireHoldsHandler } from '../src/claims/application/expire-holds.handler.js';
import { benefits } from '../src/service.js';
import {
  booking,
  confirmed,
  elderEvents,
  fact,
  FINANCE,
  order,
  placed,
  retraction,
  served,
  siteEvents,
  stayed,
} from './support/city.js';
import { brokenInvariants } from './support/invariants.js';

let service: TestService;
let owner: pg.Client;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents());
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

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

const AUGUST = DAYS.map((day) => day.replace('-10-', '-08-'));
/** Lunches and dinners of a month whose holds the clock has long ended, and the word about every second day, which comes at last. */
function forgotten(personId: string): { orders: NewEvent[]; lateWord: NewEvent[] } {
  const all = AUGUST.flatMap((serviceDate, i) =>
    (['lunch', 'dinner'] as const).map((mealPeriod) => ({
      meal: order(personId, { serviceDate, mealPeriod, siteId: 'chenxing' }),
      isServed: i % 2 === 0,
    })),
  );
  return {
    orders: all.map(({ meal }) => placed(meal)),
    lateWord: all.filter(({ isServed }) => isServed).map(({ meal }) => served(meal)),
  };
}

/** The year's pool; it begins with almost nothing and is raised again and again. */
async function openPool(): Promise<string> {
  const budgetId = uuidv7();
  const opened = await service.inject({
    method: 'POST',
    url: '/v1/budgets',
    payload: {
      ...{ budgetId, packId: 'cn-shenyang-shenbei', area: 'shenbei', year: 2026 },
      funders: [
        { funder: 'city', amountFen: 1_000 },
        { funder: 'district', amountFen: 1_000 },
      ],
    },
    headers: { 'idempotency-key': uuidv7() },
    as: FINANCE,
  });
  expect(opened.statusCode).toBe(201);
  return budgetId;
}

/** What people ask the service meanwhile about her and her money: a quote, her allowances, more money, the start of the day once more. */
async function askOverHttp(personId: string, budgetId: string): Promise<void> {
  const meal = { kind: 'meal', personId, siteId: 'chenxing', mealPeriod: 'lunch', priceFen: 1000 };
  const quote = { ...meal, serviceDate: '2026-10-20', menu: 'set', channel: 'dine_in' };
  const funders = ['city', 'district'].map((funder) => ({ funder, amountFen: 10_000 }));
  const headers = { 'idempotency-key': uuidv7() };
  const answers = await Promise.all([
    service.inject({ method: 'POST', url: '/v1/quotes', payload: quote }),
    service.inject({ method: 'GET', url: `/v1/entitlements/${personId}` }),
    service.inject({ method: 'PUT', url: '/v1/entitlement-days/2026-09-15' }),
    service.inject({
      method: 'POST',
      url: `/v1/budgets/${budgetId}/raises`,
      payload: { funders },
      headers,
      as: FINANCE,
    }),
  ]);
  expect(answers.filter(({ statusCode }) => statusCode >= 300).map(({ body }) => body)).toEqual([]);
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

/** 45 meals and days of care of October and 40 meals of August are decided, and of the latter every second has ended without a word. */
async function nothingMoves(): Promise<boolean> {
  const { rows } = await owner.query<{ origins: number; open: number; held: number; waiting: number }>(
    `SELECT count(*)::int AS origins, count(*) FILTER (WHERE fulfilment = 'open')::int AS open,
       (SELECT count(*)::int FROM claim WHERE state = 'held') AS held,
       (SELECT count(*)::int FROM parked_key) + (SELECT count(*)::int FROM correction_task) AS waiting FROM claim_origin`,
  );
  expect(rows[0]).toEqual({ origins: 85, open: 20, held: 0, waiting: 0 });
  const facts = await owner.query(`SELECT FROM person_fact WHERE retracted_at IS NOT NULL`);
  expect(facts.rowCount).toBe(1);
  return true;
}

it('one person driven by orders, bookings, stays, late facts, expiry and HTTP at once stays serial and inside the cap', async () => {
  const personId = uuidv7();
  const budgetId = await openPool();
  await service.publish(...elderEvents(personId));
  await eventually(
    async () => (await owner.query('SELECT FROM person_fact WHERE person_id = $1', [personId])).rowCount === 4,
  );
  const { bookings, stays } = careDays(personId);
  const { orders, lateWord } = forgotten(personId);
  const expiry = service.app.get(ExpireHoldsHandler, { strict: false });
  let [expired, rounds, isOver] = [0, 0, false];
  const meanwhile = async (): Promise<void> => {
    while (!isOver) {
      const [ended] = await Promise.all([expiry.execute(), askOverHttp(personId, budgetId)]);
      [expired, rounds] = [expired + ended, rounds + 1];
    }
  };
  const driven = async (): Promise<void> => {
    const ordered = [...orders, ...meals(personId), ...lateWord];
    await Promise.all([ordered, bookings, stays, news(personId)].map((events) => service.publish(...events)));
    await eventually(nothingMoves, { timeoutMs: 60_000 });
  };
  await Promise.all([meanwhile(), driven().finally(() => (isOver = true))]);
  expect(expired).toBeGreaterThan(0);
  expect(rounds).toBeGreaterThan(3);
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
