import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderView } from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { badRequestsOf, wrongRefusals } from '@doorstep/testing';
import { Canteen } from './canteen.js';
import { FRIDAY, lunchSet } from './mothers.js';
import { dishInput, familyOf, hotline, MENU, minfengOperator, orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;
let order: OrderView;
let shiftId: string;
let before: string;

beforeAll(async () => {
  canteen = await Canteen.open();
  await canteen.putMenu();
  order = await canteen.order({ personId: uuidv7(), channel: 'delivery' });
  const shift = { id: uuidv7(), siteId: 'puya', tillId: 'till-1', openingFloatFen: 0 };
  shiftId = (await canteen.post('/v1/till-shifts', shift)).json<{ id: string }>().id;
});
afterAll(async () => canteen.close());

beforeEach(async () => {
  before = await canteen.fingerprint();
});
afterEach(async () => expect(await canteen.fingerprint()).toBe(before));

/** Every POST that takes a body, with one that is right. */
const posts = (): [string, string, object][] => [
  ['an order', '/v1/orders', orderBody()],
  ['a handover', `/v1/orders/${order.id}/handover`, {}],
  ['a delivery', `/v1/orders/${order.id}/delivery`, {}],
  ['a failed delivery', `/v1/orders/${order.id}/delivery-failed`, { reason: 'door_not_opened' }],
  ['a cancellation', `/v1/orders/${order.id}/cancellation`, {}],
  ['a no-show', `/v1/orders/${order.id}/no-show`, {}],
  ['a return', `/v1/orders/${order.id}/return`, { reason: 'spoilt' }],
  ['a tender', `/v1/orders/${order.id}/tenders`, { means: 'cash', amountFen: 100 }],
  ['a refund', `/v1/orders/${order.id}/refunds`, { means: 'cash', amountFen: 100, reason: 'spoilt' }],
  ['a sell-out', `${MENU}/sell-outs`, { dishId: lunchSet.dishId }],
  ['a closure', '/v1/sites/puya/closures', { serviceDate: FRIDAY, reason: 'power_cut' }],
  ['a closing', `/v1/sites/puya/periods/${FRIDAY}/lunch/closing`, {}],
  ['a shift', '/v1/till-shifts', { id: uuidv7(), siteId: 'puya', tillId: 'till-9', openingFloatFen: 0 }],
  ["a shift's end", `/v1/till-shifts/${shiftId}/closing`, { countedCashFen: 0 }],
];

async function expectAll(
  expected: [number, string],
  send: (url: string, body: object) => Promise<{ statusCode: number; body: string }>,
) {
  for (const [name, url, body] of posts()) {
    const answer = await send(url, body);
    const { code } = JSON.parse(answer.body) as { code: string };
    expect([name, answer.statusCode, code]).toEqual([name, ...expected]);
  }
}

describe('every POST refuses', () => {
  it('a missing key', () =>
    expectAll([400, 'HTTP.IDEMPOTENCY_KEY_REQUIRED'], (url, payload) =>
      canteen.ask({ method: 'POST', url, payload, as: puyaOperator }),
    ));
  it('no token', () =>
    expectAll([401, 'AUTH.TOKEN_REQUIRED'], (url, payload) => canteen.ask({ method: 'POST', url, payload, as: null })));
  it('roles that may not', () =>
    expectAll([403, 'AUTH.PERMISSION_DENIED'], (url, body) =>
      canteen.post(url, body, { subject: 'auditor-1', roles: ['auditor'], scope: { all: true } }),
    ));
  it('the operator of another site', async () => {
    for (const [name, url, body] of posts())
      expect([name, (await canteen.post(url, body, minfengOperator)).statusCode]).toEqual([name, 404]);
  });
});

describe('an order is refused', () => {
  const amounts = [0, -1, 1.5, 51, 1e308, '1', '1e3', '１', true, null];
  it.each(amounts)('with the quantity %p', async (quantity) => {
    const answer = await canteen.post('/v1/orders', orderBody({ lines: [{ dishId: lunchSet.dishId, quantity }] }));
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, 'HTTP.VALIDATION']);
  });

  const line = { dishId: lunchSet.dishId, quantity: 1 };
  it.each([
    ['the same dish twice', { lines: [line, line] }],
    ['a time without a zone', { takenAt: '2026-11-27T09:00:00' }],
    ['a price', { lines: [{ ...line, unitPriceFen: 1 }] }],
    ['a status', { status: 'decided' }],
    ['a site with a blank', { siteId: 'pu ya' }],
    ['a control character', { tender: { means: 'card', reference: 'a\u0001b' } }],
  ])('with %s', async (_name, change) => {
    const answer = await canteen.post('/v1/orders', orderBody(change));
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, 'HTTP.VALIDATION']);
  });

  it.each([
    ['a dish that is not on the menu', { lines: [{ dishId: uuidv7(), quantity: 1 }] }, 422, 'MEAL_ORDER.DISH_UNKNOWN'],
    ['a site that nobody knows', { siteId: 'atlantis' }, 404, 'SITE.NOT_FOUND'],
    ['a day gone by', { serviceDate: addDays(FRIDAY, -1) }, 422, 'MEAL_ORDER.SERVICE_DATE_PAST'],
    ['a day too far ahead', { serviceDate: addDays(FRIDAY, 32) }, 422, 'MEAL_ORDER.SERVICE_DATE_TOO_FAR'],
    ['a day long ago', { serviceDate: '1900-01-01' }, 422, 'MEAL_ORDER.SERVICE_DATE_PAST'],
    ['a period that is not served', { mealPeriod: 'breakfast' }, 422, 'MEAL_ORDER.PERIOD_NOT_SERVED'],
    ['a day without a menu', { serviceDate: addDays(FRIDAY, 9) }, 409, 'MEAL_ORDER.MENU_NOT_PUBLISHED'],
    [
      'a sale of tomorrow',
      { handedOver: true, serviceDate: addDays(FRIDAY, 1) },
      422,
      'MEAL_ORDER.SERVICE_DATE_MISMATCH',
    ],
    [
      'a sale in the future',
      { handedOver: true, takenAt: '2026-11-27T11:00:00+08:00' },
      422,
      'MEAL_ORDER.TIME_IN_FUTURE',
    ],
    ['a sale of last year', { handedOver: true, takenAt: '2025-11-27T11:00:00+08:00' }, 422, 'MEAL_ORDER.TIME_TOO_OLD'],
    ['too much money', { tender: { means: 'cash', amountFen: 1001 } }, 422, 'TENDER.OVER_DUE'],
    ['a card without reference', { tender: { means: 'card' } }, 422, 'PAYMENT.REFERENCE_REQUIRED'],
    ['cash with a reference', { tender: { means: 'cash', reference: 'x' } }, 422, 'PAYMENT.REFERENCE_UNEXPECTED'],
  ])('with %s', async (_name, change, status, code) => {
    const operator = { ...puyaOperator, scope: { sites: ['puya', 'atlantis'] } };
    const answer = await canteen.post('/v1/orders', orderBody(change), operator);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it.each([
    ['for another elder', { personId: uuidv7() }, 404, 'MEAL_ORDER.PERSON_NOT_FOUND'],
    ['for a guest', { personId: null }, 403, 'MEAL_ORDER.PERSON_REQUIRED'],
    ['as handed over', { handedOver: true }, 403, 'MEAL_ORDER.OPERATOR_ONLY'],
    ['as paid', { tender: { means: 'cash' } }, 403, 'MEAL_ORDER.OPERATOR_ONLY'],
    ['as taken before', { takenAt: '2026-11-27T09:00:00+08:00' }, 403, 'MEAL_ORDER.OPERATOR_ONLY'],
  ])('by a family %s', async (_name, change, status, code) => {
    const personId = uuidv7();
    const answer = await canteen.post('/v1/orders', orderBody({ personId, ...change }), familyOf(personId));
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });
});

describe('unknown and foreign ids', () => {
  it('are 404 wherever an order is named', async () => {
    for (const [name, url, body] of posts().filter(([, url]) => url.includes(order.id))) {
      const unknown = await canteen.post(url.replace(order.id, uuidv7()), body);
      expect([name, unknown.statusCode]).toEqual([name, 404]);
      const broken = await canteen.post(url.replace(order.id, 'not-an-id'), body);
      expect([name, broken.statusCode]).toEqual([name, 422]);
    }
  });
});

describe('a menu is refused', () => {
  const dish = dishInput(lunchSet);
  const put = (payload: object, url = MENU, as = puyaOperator) =>
    canteen.ask({ method: 'PUT', url, payload, headers: { 'if-match': '"1"' }, as });

  it.each([
    ['a price beyond every meal', { ...dish, priceFen: 100_001 }],
    ['no name', { ...dish, name: '   ' }],
    ['a name with a control character', { ...dish, name: 'a\u0001b' }],
    ['a name with half a character', { ...dish, name: '\ud800' }],
  ])('with %s', async (_name, broken) => {
    const answer = await put({ dishes: [broken] });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThanOrEqual(422);
  });

  it('with too many dishes, the same twice, or none', async () => {
    const many = Array.from({ length: 101 }, () => ({ ...dish, id: uuidv7() }));
    for (const dishes of [many, [dish, dish], []]) expect((await put({ dishes })).statusCode).toBe(422);
  });
});

describe('lists refuse', () => {
  it.each([
    'limit=201',
    'cursor=nonsense',
    `cursor=${Buffer.from('2026-01-01T00:00:00.000Z|x').toString('base64url')}`,
    'state=lost',
    'sort=price',
  ])('?%s', async (query) => {
    const answer = await canteen.ask({ method: 'GET', url: `/v1/orders?${query}`, as: hotline });
    expect(answer.statusCode).toBe(422);
  });

  it('kitchen counts without a site', async () => {
    expect((await canteen.ask({ method: 'GET', url: '/v1/kitchen-counts', as: puyaOperator })).statusCode).toBe(422);
  });
});

it('every route refuses what its description forbids, and nothing is changed', async () => {
  const requests = badRequestsOf(join(import.meta.dirname, '../openapi.json'));
  expect(requests.length).toBeGreaterThan(300);
  expect(await wrongRefusals(canteen.service, requests)).toEqual([]);
});
