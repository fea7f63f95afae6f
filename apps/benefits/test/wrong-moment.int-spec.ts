import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BenefitQuote } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { changedSince, eventually, rowCounts, startTestService } from '@doorstep/testing';
import { benefits } from '../src/service.js';
import { elderEvents, FINANCE, SERVICE_DATE, siteEvents } from './support/city.js';

// Questions and wishes that are well written and do not fit what is there: each has its answer, and changes nothing.
let service: TestService;
let before: Record<string, string>;
const personId = uuidv7();
const MOST_FEN = 10_000_000_000;
const DEAREST_FEN = 1_000_000_000;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  await service.publish(...siteEvents(), ...elderEvents(personId));
  await eventually(async () => (await quote()).decision.outcome === 'approve');
});
afterAll(() => service.close());

const unchanged = async (): Promise<void> =>
  expect(await changedSince(before, service, ['entitlement_day', 'correction_search', 'correction_task'])).toEqual([]);
const remember = async (): Promise<void> => {
  before = await rowCounts(service.database.ownerUrl);
};

const MEAL = { kind: 'meal', mealPeriod: 'lunch', priceFen: 1000, menu: 'set', channel: 'dine_in' };
const CARE = { kind: 'day_care', siteId: 'huishan-day-care', minutes: 200, withLunch: false };

async function quote(change: object = {}): Promise<BenefitQuote> {
  const payload = { ...MEAL, personId, siteId: 'puya', serviceDate: SERVICE_DATE, ...change };
  const answer = await service.inject({ method: 'POST', url: '/v1/quotes', payload });
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json();
}
const careQuote = (change: object = {}): Promise<BenefitQuote> => {
  const { kind: _kind, ...rest } = MEAL;
  const none = Object.fromEntries(Object.keys(rest).map((name) => [name, undefined]));
  return quote({ ...none, ...CARE, ...change });
};

describe('a quote', () => {
  it.each<[string, object, object]>([
    ['at an unknown site', { siteId: 'nowhere' }, { outcome: 'deny', reason: 'SITE_MISSING' }],
    ['of a meal at a centre', { siteId: 'huishan-day-care' }, { outcome: 'deny', reason: 'SITE_NOT_COVERED' }],
    ['of somebody unknown', { personId: uuidv7() }, { outcome: 'deny', reason: 'FACTS_MISSING' }],
    ['of the first day', { serviceDate: '1850-01-01' }, { outcome: 'deny', reason: 'NO_RULE_VERSION' }],
    ['of the last day', { serviceDate: '2199-12-31' }, { outcome: 'approve' }],
    ['for nothing', { priceFen: 0 }, { outcome: 'approve', subsidyFen: 0, selfPayFen: 0 }],
    [
      'at the highest price',
      { priceFen: DEAREST_FEN, deliveryFeeFen: DEAREST_FEN, channel: 'delivery' },
      { outcome: 'approve', grossFen: 2 * DEAREST_FEN },
    ],
  ])('%s says what it would be and leaves no trace', async (_name, change, decision) => {
    await remember();
    const answer = await quote(change);
    expect(answer.decision).toMatchObject(decision);
    await unchanged();
  });

  it.each<[string, object, object]>([
    ['at a canteen', { siteId: 'puya' }, { reason: 'SITE_NOT_COVERED' }],
    ['of a minute', { minutes: 1 }, { reason: 'NO_VOUCHER' }],
    ['of a whole day', { minutes: 1440, withLunch: true }, { reason: 'NO_VOUCHER' }],
    [
      'that others paid many times over',
      { insurancePaidFen: DEAREST_FEN, otherPublicPaidFen: DEAREST_FEN },
      { subsidyFen: 0, selfPayFen: 0 },
    ],
    ['on the last day', { serviceDate: '2199-12-31' }, { outcome: 'deny' }],
  ])('of day care %s says what it would be', async (_name, change, decision) => {
    await remember();
    const answer = await careQuote(change);
    expect(answer.decision).toMatchObject(decision);
    await unchanged();
  });
});

describe('a budget', () => {
  const wish = (change: object = {}) => ({
    ...{ budgetId: uuidv7(), packId: 'cn-shenyang-shenbei', area: 'shenbei', year: 2090 },
    ...{ funders: [{ funder: 'city', amountFen: 500 }], ...change },
  });
  const post = async (url: string, payload: object, key: string = uuidv7()) => {
    const answer = await service.inject({
      method: 'POST',
      url,
      payload,
      headers: { 'idempotency-key': key },
      as: FINANCE,
    });
    return { status: answer.statusCode, body: answer.json<{ code?: string; amountFen?: number; version?: number }>() };
  };
  const opened = async (year: number): Promise<string> => {
    const { budgetId, ...rest } = wish({ year });
    expect((await post('/v1/budgets', { budgetId, ...rest })).status).toBe(201);
    return `/v1/budgets/${budgetId}/raises`;
  };
  const by = (amountFen: number, funder = 'city') => ({ funders: [{ funder, amountFen }] });

  it('is raised once for one key, and the key is good for nothing else', async () => {
    const [raises, others] = [await opened(2091), await opened(2092)];
    const key = uuidv7();
    const done = await post(raises, by(100), key);
    expect(done).toMatchObject({ body: { amountFen: 600, version: 2 } });
    await remember();
    expect(await post(raises, by(100), key)).toEqual(done);
    for (const [url, body] of [
      [raises, by(101)],
      [others, by(100)],
    ] as const)
      expect(await post(url, body, key)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY.KEY_REUSED' } });
    await unchanged();
  });

  it('is not raised beyond what amounts may be, and not opened twice under another name', async () => {
    const raises = await opened(2093);
    await remember();
    expect(await post(raises, by(MOST_FEN))).toMatchObject({ status: 422, body: { code: 'BUDGET.TOO_LARGE' } });
    expect(await post(raises, by(MOST_FEN, 'province'))).toMatchObject({
      status: 422,
      body: { code: 'BUDGET.TOO_LARGE' },
    });
    expect(await post('/v1/budgets', wish({ year: 2093 }))).toMatchObject({
      status: 409,
      body: { code: 'BUDGET.EXISTS' },
    });
    const known = raises.split('/')[3];
    expect(await post('/v1/budgets', wish({ year: 2094, budgetId: known }))).toMatchObject({ status: 409 });
    await unchanged();
  });
});
