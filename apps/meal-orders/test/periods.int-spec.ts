import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClosureView, MenuView } from '@doorstep/contracts';
import {
  DishRestoredV1,
  DishSoldOutV1,
  MealOrderCancelledV1,
  MealOrderNoShowV1,
  MealOrderServedV1,
  MenuPublishedV1,
  PeriodClosedV1,
  SiteClosedV1,
} from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { EndOrders } from '../src/periods/application/end-orders.js';
import { PeriodEndings } from '../src/periods/application/period-endings.port.js';
import type { PeriodEnding } from '../src/periods/domain/period-ending.js';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, lunchSet, NOON, soup, TEN } from './mothers.js';
import { dishInput, familyOf, MENU, minfengOperator, orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open();
});
afterAll(async () => canteen.close());

const dinner = `/v1/sites/puya/menus/${FRIDAY}/dinner`;
const codeOf = (answer: { statusCode: number; json<T>(): T }): [number, string] => [
  answer.statusCode,
  answer.json<{ code: string }>().code,
];

describe('a menu', () => {
  it('is published, read with its ETag, and changed by those who have seen it', async () => {
    const menu = await canteen.putMenu();
    expect(menu).toMatchObject({ version: 1, closed: false, dishes: [{ id: lunchSet.dishId, remaining: null }, {}] });
    const read = await canteen.ask({ method: 'GET', url: MENU, as: familyOf(uuidv7()) });
    expect([read.statusCode, read.headers['etag']]).toEqual([200, '"1"']);
    expect(read.json()).toEqual(menu);
    const put = (headers: Record<string, string>) =>
      canteen.ask({ method: 'PUT', url: MENU, payload: { dishes: [dishInput(lunchSet)] }, headers, as: puyaOperator });
    expect(codeOf(await put({}))).toEqual([428, 'HTTP.PRECONDITION_REQUIRED']);
    expect(codeOf(await put({ 'if-match': '"7"' }))).toEqual([412, 'HTTP.PRECONDITION_FAILED']);
    const changed = await put({ 'if-match': '"1"' });
    expect(changed.json()).toMatchObject({ version: 2, dishes: [{ id: lunchSet.dishId }] });
    const repeated = await put({ 'if-match': '"1"' });
    expect([repeated.statusCode, repeated.json()]).toEqual([200, changed.json()]);
    await canteen.putMenu(undefined, MENU, 2);
    await soon(async () => {
      const events = (await canteen.service.events(MenuPublishedV1)).filter(({ data }) => data.mealPeriod === 'lunch');
      expect(events.map(({ data }) => data.version)).toEqual([1, 2, 3]);
    });
  });

  it('is a draft that nobody orders from until it is published', async () => {
    const payload = { dishes: [dishInput(lunchSet)], publish: false };
    const draft = await canteen.ask({ method: 'PUT', url: dinner, payload, as: puyaOperator });
    expect(draft.json()).toMatchObject({ publishedAt: null });
    const family = await canteen.ask({ method: 'GET', url: dinner, as: familyOf(uuidv7()) });
    expect(codeOf(family)).toEqual([404, 'MENU.NOT_FOUND']);
    const order = await canteen.post('/v1/orders', orderBody({ mealPeriod: 'dinner' }));
    expect(codeOf(order)).toEqual([409, 'MEAL_ORDER.MENU_NOT_PUBLISHED']);
    await canteen.putMenu([dishInput(lunchSet)], dinner, 1);
    const back = await canteen.ask({
      method: 'PUT',
      url: dinner,
      payload,
      headers: { 'if-match': '"2"' },
      as: puyaOperator,
    });
    expect(codeOf(back)).toEqual([409, 'MENU.ALREADY_PUBLISHED']);
  });

  it('sells out a dish and restores it', async () => {
    const sell = (body: object) => canteen.post(`${MENU}/sell-outs`, body);
    const etag = async (): Promise<unknown> =>
      (await canteen.ask({ method: 'GET', url: MENU, as: puyaOperator })).headers['etag'];
    expect(await etag()).toBe('"3"');
    const out = await sell({ dishId: soup.dishId });
    expect([out.headers['etag'], await etag()]).toEqual(['"4"', '"4"']);
    expect(out.json<MenuView>().dishes[1]).toMatchObject({ id: soup.dishId, soldOut: true, remaining: 0 });
    await sell({ dishId: soup.dishId, soldOut: true });
    expect(await etag()).toBe('"4"'); // nothing was changed
    const refused = await canteen.post('/v1/orders', orderBody({ lines: [{ dishId: soup.dishId, quantity: 1 }] }));
    expect(codeOf(refused)).toEqual([409, 'MEAL_ORDER.DISH_SOLD_OUT']);
    const eaten = { lines: [{ dishId: soup.dishId, quantity: 1 }], handedOver: true, tender: { means: 'cash' } };
    const flags = ['outside_window', 'sold_out'];
    expect(await canteen.order(eaten)).toMatchObject({ state: 'served', flags, payment: { paidFen: 600 } });
    const back = await sell({ dishId: soup.dishId, soldOut: false });
    expect(back.json<MenuView>().dishes[1]).toMatchObject({ soldOut: false, remaining: null });
    expect(back.headers['etag']).toBe('"5"');
    const stale = { method: 'PUT', url: MENU, payload: { dishes: [dishInput(lunchSet)] }, as: puyaOperator } as const;
    const lost = await canteen.ask({ ...stale, headers: { 'if-match': '"3"' } });
    expect(codeOf(lost)).toEqual([412, 'HTTP.PRECONDITION_FAILED']);
    await canteen.order({ lines: [{ dishId: soup.dishId, quantity: 1 }] });
    await soon(async () => {
      expect(await canteen.service.events(DishSoldOutV1)).toHaveLength(1);
      expect(await canteen.service.events(DishRestoredV1)).toHaveLength(1);
    });
  });

  it('counts stock anew when a limit is set later, and gives back what is cancelled', async () => {
    const url = `/v1/sites/puya/menus/${addDays(FRIDAY, 1)}/lunch`;
    const tomorrow = { serviceDate: addDays(FRIDAY, 1) };
    await canteen.putMenu([dishInput(lunchSet)], url);
    const first = await canteen.order(tomorrow);
    await canteen.order(tomorrow);
    const limited = await canteen.putMenu([dishInput(lunchSet, { quantityLimit: 2 })], url, 1);
    expect(limited.dishes[0]?.remaining).toBe(0);
    const refused = await canteen.post('/v1/orders', orderBody(tomorrow));
    expect(refused.json()).toMatchObject({ code: 'MEAL_ORDER.NOT_ENOUGH_LEFT', details: { remaining: 0 } });
    await canteen.post(`/v1/orders/${first.id}/cancellation`, {});
    await canteen.order(tomorrow);
    expect(codeOf(await canteen.post('/v1/orders', orderBody(tomorrow)))[0]).toBe(409);
  });
});

describe('a closure', () => {
  it('cancels every open order in bulk, one event each, and refuses new ones', async () => {
    const sunday = addDays(FRIDAY, 2);
    const there = { serviceDate: sunday };
    await canteen.putMenu(undefined, `/v1/sites/puya/menus/${sunday}/lunch`);
    await canteen.putMenu(undefined, `/v1/sites/puya/menus/${sunday}/dinner`);
    const orders = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        canteen.order({ ...there, personId: uuidv7(), mealPeriod: n % 2 === 0 ? 'lunch' : 'dinner' }),
      ),
    );
    const headers = { 'idempotency-key': uuidv7() };
    const body = { serviceDate: sunday, reason: 'power_cut' };
    const answer = await canteen.post('/v1/sites/puya/closures', body, puyaOperator, headers);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ mealPeriod: null, cancelledOrders: 40, completedAt: TEN.toISOString() });
    const again = await canteen.post('/v1/sites/puya/closures', body, puyaOperator, headers);
    expect(again.json<ClosureView>()).toEqual(answer.json<ClosureView>());
    expect(await canteen.count('meal_order', `service_date = $1 and state <> 'cancelled'`, [sunday])).toBe(0);
    const refused = await canteen.post('/v1/orders', orderBody(there));
    expect(refused.json()).toMatchObject({
      code: 'MEAL_ORDER.SITE_CLOSED',
      details: { reason: 'power_cut', phone: '024-12349' },
    });
    expect(codeOf(await canteen.post('/v1/sites/puya/closures', body))).toEqual([409, 'CLOSURE.ALREADY_CLOSED']);
    await soon(async () => {
      const cancelled = await canteen.service.events(MealOrderCancelledV1);
      const own = cancelled.filter(({ data }) => data.cause === 'site_closed');
      expect(own.map(({ data }) => data.orderId).sort()).toEqual(orders.map(({ id }) => id).sort());
      const [closed] = await canteen.service.events(SiteClosedV1);
      expect(closed?.data).toMatchObject({ serviceDate: sunday, cancelledOrders: 40, reason: 'power_cut' });
    });
  });

  it('that is sent again after midnight answers as the first time', async () => {
    const thursday = addDays(FRIDAY, 6);
    canteen.clock.set(new Date(`${thursday}T23:59:00+08:00`));
    const headers = { 'idempotency-key': uuidv7() };
    const body = { serviceDate: thursday, mealPeriod: 'dinner', reason: 'power_cut' };
    const first = await canteen.post('/v1/sites/puya/closures', body, puyaOperator, headers);
    canteen.clock.set(new Date(`${addDays(thursday, 1)}T00:01:00+08:00`));
    const again = await canteen.post('/v1/sites/puya/closures', body, puyaOperator, headers);
    expect([first.statusCode, again.statusCode, again.json()]).toEqual([201, 201, first.json()]);
    const fresh = await canteen.post('/v1/sites/puya/closures', { ...body, mealPeriod: 'lunch' });
    expect(codeOf(fresh)).toEqual([422, 'CLOSURE.SERVICE_DATE_PAST']);
    canteen.clock.set(TEN);
  });

  it('of one period leaves the other alone', async () => {
    const monday = addDays(FRIDAY, 3);
    for (const period of ['lunch', 'dinner'])
      await canteen.putMenu(undefined, `/v1/sites/puya/menus/${monday}/${period}`);
    const body = { serviceDate: monday, mealPeriod: 'lunch', reason: 'gas_leak' };
    expect((await canteen.post('/v1/sites/puya/closures', body)).statusCode).toBe(201);
    expect(codeOf(await canteen.post('/v1/orders', orderBody({ serviceDate: monday })))).toEqual([
      409,
      'MEAL_ORDER.SITE_CLOSED',
    ]);
    expect((await canteen.order({ serviceDate: monday, mealPeriod: 'dinner' })).state).toBe('placed');
  });

  it('that a stopped process left half done is finished once, also by two at a time', async () => {
    const tuesday = addDays(FRIDAY, 4);
    await canteen.putMenu(undefined, `/v1/sites/puya/menus/${tuesday}/lunch`);
    for (let n = 0; n < 7; n++) await canteen.order({ serviceDate: tuesday, personId: uuidv7() });
    const id = uuidv7();
    await canteen.database.query(
      `insert into period_ending (id, kind, site_id, service_date, reason, requested_by, correlation_id, ended_at)
       values ($1, 'closure', 'puya', $2, 'power_cut', 'staff:op-puya', 'c-1', $3)`,
      [id, tuesday, TEN],
    );
    const ending = (await canteen.service.app.get(PeriodEndings).find(id)) as PeriodEnding;
    const orders = canteen.service.app.get(EndOrders);
    await Promise.all([orders.finish(ending), orders.finish(ending)]);
    await orders.finish(ending);
    expect(await canteen.service.app.get(PeriodEndings).find(id)).toMatchObject({ endedOrders: 7, completedAt: TEN });
    await soon(async () => {
      const closed = (await canteen.service.events(SiteClosedV1)).filter(({ data }) => data.closureId === id);
      expect(closed.map(({ actor, data }) => [actor, data.cancelledOrders])).toEqual([['staff:op-puya', 7]]);
    });
  });

  it('is for the own site only', async () => {
    const body = { serviceDate: FRIDAY, reason: 'power_cut' };
    expect(codeOf(await canteen.post('/v1/sites/puya/closures', body, minfengOperator))).toEqual([
      404,
      'SITE.NOT_FOUND',
    ]);
  });
});

describe('the end of a period', () => {
  it('makes no-shows of what is still open and refuses more, except what was eaten', async () => {
    const open = [];
    for (let n = 0; n < 5; n++) open.push((await canteen.order({ personId: uuidv7(), channel: 'delivery' })).id);
    await canteen.post(`/v1/orders/${open[0]}/delivery-failed`, { reason: 'door_not_opened' });
    const eaten = await canteen.order({ handedOver: true });
    canteen.clock.set(NOON);
    const before = await canteen.count(
      'meal_order',
      `service_date = $1 and meal_period = 'lunch' and state in ('placed', 'delivery_failed')`,
      [FRIDAY],
    );
    const url = `/v1/sites/puya/periods/${FRIDAY}/lunch/closing`;
    const answer = await canteen.post(url, {});
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ noShows: before, served: 2, completedAt: NOON.toISOString() });
    for (const id of open) expect(await canteen.find(id)).toMatchObject({ state: 'no_show', payment: { dueFen: 0 } });
    expect((await canteen.find(eaten.id)).state).toBe('served');
    expect(codeOf(await canteen.post(url, {}))).toEqual([409, 'PERIOD.ALREADY_CLOSED']);
    expect(codeOf(await canteen.post('/v1/orders', orderBody()))).toEqual([409, 'MEAL_ORDER.PERIOD_CLOSED']);
    const takenAt = '2026-11-27T11:40:00+08:00';
    const late = await canteen.order({ handedOver: true, takenAt, tender: { means: 'cash' } });
    expect(late).toMatchObject({ state: 'served', flags: ['after_closing'], servedAt: '2026-11-27T03:40:00.000Z' });
    const now = await canteen.order({ handedOver: true, tender: { means: 'cash' } });
    expect(now).toMatchObject({ state: 'served', flags: ['after_closing'], servedAt: NOON.toISOString() });
    await soon(async () => {
      const noShows = (await canteen.service.events(MealOrderNoShowV1)).filter(
        ({ data }) => data.by === 'period_closing',
      );
      expect(noShows).toHaveLength(before);
      const [closed] = await canteen.service.events(PeriodClosedV1);
      expect(closed?.data).toMatchObject({ mealPeriod: 'lunch', noShows: before, served: 2 });
    });
    canteen.clock.set(TEN);
  });

  it('leaves a meal that was delivered before it, and told after it, served', async () => {
    const saturday = addDays(FRIDAY, 1);
    const there = { serviceDate: saturday, mealPeriod: 'dinner', channel: 'delivery' };
    const at = (time: string): string => `${saturday}T${time}:00+08:00`;
    await canteen.putMenu(undefined, `/v1/sites/puya/menus/${saturday}/dinner`);
    const [told, silent, late] = [await canteen.order(there), await canteen.order(there), await canteen.order(there)];
    canteen.clock.set(new Date(at('19:00')));
    expect((await canteen.post(`/v1/sites/puya/periods/${saturday}/dinner/closing`, {})).statusCode).toBe(201);
    canteen.clock.set(new Date(at('20:30')));
    const body = { at: at('18:50'), tender: { means: 'cash' } };
    const delivered = await canteen.post(`/v1/orders/${told.id}/delivery`, body);
    expect([delivered.statusCode, delivered.json()]).toEqual([
      200,
      expect.objectContaining({
        state: 'served',
        flags: ['after_no_show'],
        endedAt: null,
        servedAt: `${saturday}T10:50:00.000Z`,
      }),
    ]);
    expect(delivered.json()).toMatchObject({ payment: { dueFen: 1200, paidFen: 1200 } });
    expect(await canteen.find(told.id)).toEqual(delivered.json());
    const wrong = [409, 'MEAL_ORDER.WRONG_STATE'];
    for (const act of ['delivery', 'handover'])
      expect(codeOf(await canteen.post(`/v1/orders/${silent.id}/${act}`, {}))).toEqual(wrong);
    expect(codeOf(await canteen.post(`/v1/orders/${late.id}/delivery`, { at: at('19:00') }))).toEqual(wrong);
    canteen.clock.set(new Date(`${addDays(saturday, 32)}T09:00:00+08:00`));
    const old = await canteen.post(`/v1/orders/${late.id}/delivery`, { at: at('18:50') });
    expect(codeOf(old)).toEqual([422, 'MEAL_ORDER.TIME_TOO_OLD']);
    expect((await canteen.find(late.id)).state).toBe('no_show');
    await soon(async () => {
      const served = (await canteen.service.events(MealOrderServedV1)).filter(({ data }) => data.orderId === told.id);
      expect(served.map(({ data }) => [data.by, data.servedAt])).toEqual([['delivery', `${saturday}T10:50:00.000Z`]]);
    });
    canteen.clock.set(TEN);
  });

  it('does not come before its day', async () => {
    const answer = await canteen.post(`/v1/sites/puya/periods/${addDays(FRIDAY, 1)}/lunch/closing`, {});
    expect(codeOf(answer)).toEqual([409, 'PERIOD.NOT_YET']);
  });
});
