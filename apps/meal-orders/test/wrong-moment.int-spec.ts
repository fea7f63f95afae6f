import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { Canteen } from './canteen.js';
import { FRIDAY, lunchSet, soup } from './mothers.js';
import { dishInput, MENU, orderBody, puyaOperator } from './requests.js';

// Requests that are well written and come at the wrong time: each has its status and code, and changes nothing.
let canteen: Canteen;
let shiftId: string;
let before: string;

beforeAll(async () => {
  canteen = await Canteen.open();
  await canteen.putMenu();
  const shift = { id: uuidv7(), siteId: 'puya', tillId: 'till-1', openingFloatFen: 0 };
  shiftId = (await canteen.post('/v1/till-shifts', shift)).json<{ id: string }>().id;
});
afterAll(async () => canteen.close());

beforeEach(async () => {
  before = await canteen.fingerprint();
});
afterEach(async () => expect(await canteen.fingerprint()).toBe(before));

const codeOf = (answer: { statusCode: number; body: string }): [number, string] => [
  answer.statusCode,
  (JSON.parse(answer.body) as { code: string }).code,
];

describe('an order that has ended', () => {
  const acts: [string, object][] = [
    ['handover', {}],
    ['delivery', {}],
    ['delivery-failed', { reason: 'door_not_opened' }],
    ['cancellation', {}],
    ['no-show', {}],
    ['return', { reason: 'spoilt' }],
  ];

  it.each<[string, string[], string[]]>([
    ['served', ['handover'], ['return']],
    ['cancelled', ['cancellation'], []],
    ['no_show', ['no-show'], []],
    ['returned', ['handover', 'return'], []],
  ])('(%s) takes no act that its state does not allow, and no money', async (state, path, allowed) => {
    const { id } = await canteen.order({ personId: uuidv7(), channel: 'delivery' });
    const send = (act: string, body: object) => canteen.post(`/v1/orders/${id}/${act}`, body);
    for (const act of path) expect((await send(act, new Map(acts).get(act) ?? {})).statusCode).toBe(200);
    expect(await canteen.find(id)).toMatchObject({ state });
    before = await canteen.fingerprint();
    for (const [act, body] of acts.filter(([name]) => !allowed.includes(name)))
      expect([act, ...codeOf(await send(act, body))]).toEqual([act, 409, 'MEAL_ORDER.WRONG_STATE']);
    if (state !== 'served')
      expect(codeOf(await send('tenders', { means: 'cash', amountFen: 1 }))).toEqual([422, 'TENDER.NOTHING_DUE']);
    const refund = { means: 'cash', amountFen: 1, reason: 'spoilt' };
    expect(codeOf(await send('refunds', refund))).toEqual([422, 'REFUND.OVER_PAID']);
  });

  it('or has not begun is neither taken back nor brought to a table', async () => {
    const { id } = await canteen.order();
    before = await canteen.fingerprint();
    const send = (act: string, body: object) => canteen.post(`/v1/orders/${id}/${act}`, body);
    expect(codeOf(await send('return', { reason: 'spoilt' }))).toEqual([409, 'MEAL_ORDER.WRONG_STATE']);
    expect(codeOf(await send('delivery', {}))).toEqual([409, 'MEAL_ORDER.NOT_A_DELIVERY']);
    const failed = await send('delivery-failed', { reason: 'door_not_opened' });
    expect(codeOf(failed)).toEqual([409, 'MEAL_ORDER.NOT_A_DELIVERY']);
  });
});

it.each([
  ['a closure of a day gone by', '/v1/sites/puya/closures', addDays(FRIDAY, -1), 422, 'CLOSURE.SERVICE_DATE_PAST'],
  ['a closure in years', '/v1/sites/puya/closures', addDays(FRIDAY, 367), 422, 'CLOSURE.SERVICE_DATE_TOO_FAR'],
  ['a closure elsewhere', '/v1/sites/minfeng/closures', FRIDAY, 404, 'SITE.NOT_FOUND'],
])('%s is refused', async (_name, url, serviceDate, status, code) => {
  const answer = await canteen.post(url, { serviceDate, reason: 'power_cut' });
  expect(codeOf(answer)).toEqual([status, code]);
});

it.each([
  ['to come', `/v1/sites/puya/periods/${addDays(FRIDAY, 1)}/lunch/closing`, 409, 'PERIOD.NOT_YET'],
  ['that is not served', `/v1/sites/puya/periods/${FRIDAY}/breakfast/closing`, 422, 'PERIOD.NOT_SERVED'],
  ['elsewhere', `/v1/sites/minfeng/periods/${FRIDAY}/lunch/closing`, 404, 'SITE.NOT_FOUND'],
])('the end of a period %s is refused', async (_name, url, status, code) => {
  expect(codeOf(await canteen.post(url, {}))).toEqual([status, code]);
});

it('a menu is refused for the past, the far future, a period that is not served, and another site', async () => {
  const at = (date: string, period = 'lunch', site = 'puya') => `/v1/sites/${site}/menus/${date}/${period}`;
  const cases: [string, number, string][] = [
    [at(addDays(FRIDAY, -1)), 422, 'MENU.SERVICE_DATE_PAST'],
    [at(addDays(FRIDAY, 63)), 422, 'MENU.SERVICE_DATE_TOO_FAR'],
    [at(FRIDAY, 'breakfast'), 422, 'MENU.PERIOD_NOT_SERVED'],
    [at(FRIDAY, 'lunch', 'minfeng'), 404, 'SITE.NOT_FOUND'],
    [at('2026-13-01'), 422, 'HTTP.VALIDATION'],
  ];
  for (const [url, status, code] of cases) {
    const dishes = [dishInput(lunchSet)];
    const headers = { 'if-match': '"1"' };
    const answer = await canteen.ask({ method: 'PUT', url, payload: { dishes }, headers, as: puyaOperator });
    expect([url, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([url, status, code]);
  }
});

it('shifts, dishes and menus that nobody knows are 404', async () => {
  const as = puyaOperator;
  expect((await canteen.post(`/v1/till-shifts/${uuidv7()}/closing`, { countedCashFen: 0 })).statusCode).toBe(404);
  expect((await canteen.post(`${MENU}/sell-outs`, { dishId: uuidv7() })).json()).toMatchObject({
    code: 'MENU.DISH_NOT_FOUND',
  });
  const empty = `/v1/sites/puya/menus/${addDays(FRIDAY, 20)}/lunch`;
  expect((await canteen.ask({ method: 'GET', url: empty, as })).json()).toMatchObject({ code: 'MENU.NOT_FOUND' });
  expect((await canteen.post(`${empty}/sell-outs`, { dishId: uuidv7() })).json()).toMatchObject({
    code: 'MENU.NOT_FOUND',
  });
});

/** Each POST twice: what is done under a key, and another request of the same route. */
async function pairs(): Promise<[string, [string, object], [string, object]][]> {
  const toOrders = async (act: string, body: object, change: object = {}) => {
    const ids = [];
    for (let n = 0; n < 2; n++)
      ids.push((await canteen.order({ personId: uuidv7(), channel: 'delivery', ...change })).id);
    const [first, second] = ids.map((id): [string, object] => [`/v1/orders/${id}/${act}`, body]);
    return [act, first, second] as [string, [string, object], [string, object]];
  };
  const sold = { channel: 'dine_in', handedOver: true, tender: { means: 'cash' } };
  const shift = (tillId: string) => ({ id: uuidv7(), siteId: 'puya', tillId, openingFloatFen: 0 });
  const closures = '/v1/sites/puya/closures';
  const closing = (period: string) => `/v1/sites/puya/periods/${FRIDAY}/${period}/closing`;
  const opened = shift('till-7');
  return [
    ['an order', ['/v1/orders', orderBody()], ['/v1/orders', orderBody()]],
    await toOrders('handover', {}),
    await toOrders('delivery', {}),
    await toOrders('delivery-failed', { reason: 'door_not_opened' }),
    await toOrders('cancellation', {}),
    await toOrders('no-show', {}),
    await toOrders('return', { reason: 'spoilt' }, sold),
    await toOrders('tenders', { means: 'cash', amountFen: 100 }),
    await toOrders('refunds', { means: 'cash', amountFen: 100, reason: 'spoilt' }, sold),
    ['a sell-out', [`${MENU}/sell-outs`, { dishId: soup.dishId }], [`${MENU}/sell-outs`, { dishId: lunchSet.dishId }]],
    [
      'a closure',
      [closures, { serviceDate: addDays(FRIDAY, 2), reason: 'power_cut' }],
      [closures, { serviceDate: addDays(FRIDAY, 3), reason: 'power_cut' }],
    ],
    ['a closing', [closing('dinner'), {}], [closing('lunch'), {}]],
    ['a shift', ['/v1/till-shifts', opened], ['/v1/till-shifts', shift('till-8')]],
    [
      "a shift's end",
      [`/v1/till-shifts/${opened.id}/closing`, { countedCashFen: 0 }],
      [`/v1/till-shifts/${shiftId}/closing`, { countedCashFen: 0 }],
    ],
  ];
}

it('a key answers again, and is refused for another request, for every POST', async () => {
  for (const [name, [url, body], [otherUrl, otherBody]] of await pairs()) {
    const headers = { 'idempotency-key': uuidv7() };
    const done = await canteen.post(url, body, puyaOperator, headers);
    expect([name, done.statusCode < 300 ? 'done' : done.body]).toEqual([name, 'done']);
    before = await canteen.fingerprint();
    const again = await canteen.post(url, body, puyaOperator, headers);
    expect([name, again.statusCode, again.json()]).toEqual([name, done.statusCode, done.json()]);
    const reused = await canteen.post(otherUrl, otherBody, puyaOperator, headers);
    expect([name, ...codeOf(reused)]).toEqual([name, 422, 'IDEMPOTENCY.KEY_REUSED']);
    expect([name, await canteen.fingerprint()]).toEqual([name, before]);
  }
});
