import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MealOrderCancelledV1 } from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, lunchSet, NOON, soup, TEN } from './mothers.js';
import { dishInput, familyOf, hotline, orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open();
});
afterAll(async () => canteen.close());

const menuOf = (serviceDate: string): string => `/v1/sites/puya/menus/${serviceDate}/lunch`;
const statuses = (answers: { statusCode: number }[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1;
  return counts;
};

describe('twenty clients and the last portion', () => {
  it('sells it once', async () => {
    await canteen.putMenu([dishInput(lunchSet, { quantityLimit: 1 })], menuOf(FRIDAY));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => canteen.post('/v1/orders', orderBody({ personId: uuidv7() }))),
    );
    expect(statuses(answers)).toEqual({ 201: 1, 409: 19 });
    const lost = answers.find(({ statusCode }) => statusCode === 409);
    expect(lost?.json()).toMatchObject({
      code: 'MEAL_ORDER.NOT_ENOUGH_LEFT',
      details: { remaining: 0, dishId: lunchSet.dishId },
    });
    expect(await canteen.count('meal_order', 'service_date = $1', [FRIDAY])).toBe(1);
    expect(await canteen.count('menu_dish', 'service_date = $1 and taken = 1', [FRIDAY])).toBe(1);
  });

  it('never sells more than there is, in whatever sizes and order the two dishes are asked for', async () => {
    const serviceDate = addDays(FRIDAY, 1);
    const dishes = [dishInput(lunchSet, { quantityLimit: 25 }), dishInput(soup, { quantityLimit: 15 })];
    await canteen.putMenu(dishes, menuOf(serviceDate));
    const lines = (n: number) => {
      const both = [
        { dishId: lunchSet.dishId, quantity: (n % 3) + 1 },
        { dishId: soup.dishId, quantity: (n % 2) + 1 },
      ];
      return n % 2 === 0 ? both : both.reverse();
    };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => canteen.post('/v1/orders', orderBody({ serviceDate, lines: lines(n) }))),
    );
    expect(Object.keys(statuses(answers)).sort()).toEqual(['201', '409']);
    const { rows } = await canteen.database.query<{ taken: number; sold: number; quantity_limit: number }>(
      `select d.taken, d.quantity_limit, (select sum((l ->> 'quantity')::integer)::integer from meal_order o
         cross join lateral jsonb_array_elements(o.lines) l
         where o.service_date = d.service_date and (l ->> 'dishId')::uuid = d.dish_id) as sold
       from menu_dish d where d.service_date = $1`,
      [serviceDate],
    );
    for (const { taken, sold, quantity_limit } of rows) {
      expect(taken).toBe(sold);
      expect(sold).toBeLessThanOrEqual(quantity_limit);
    }
  });

  it('records what was eaten although it is gone', async () => {
    canteen.clock.set(NOON);
    const takenAt = '2026-11-27T11:30:00+08:00';
    const order = await canteen.order({ handedOver: true, takenAt });
    expect(order).toMatchObject({ state: 'served', flags: ['over_stock'] });
    expect(await canteen.order({ handedOver: true })).toMatchObject({ state: 'served', flags: ['over_stock'] });
    canteen.clock.set(TEN);
  });
});

describe('two at once', () => {
  it('cancel an order once', async () => {
    const serviceDate = addDays(FRIDAY, 2);
    await canteen.putMenu(undefined, menuOf(serviceDate));
    const { id } = await canteen.order({ serviceDate, personId: uuidv7() });
    const answers = await Promise.all([1, 2].map(() => canteen.post(`/v1/orders/${id}/cancellation`, {})));
    expect(statuses(answers)).toEqual({ 200: 1, 409: 1 });
    await soon(async () => {
      const events = await canteen.service.events(MealOrderCancelledV1);
      expect(events.filter(({ data }) => data.orderId === id)).toHaveLength(1);
    });
  });

  it('pay an order once', async () => {
    const { id } = await canteen.order({ serviceDate: addDays(FRIDAY, 2) });
    const answers = await Promise.all(
      [1, 2, 3].map(() => canteen.post(`/v1/orders/${id}/tenders`, { means: 'cash', amountFen: 1000 })),
    );
    expect(statuses(answers)).toEqual({ 201: 1, 422: 2 });
    expect(await canteen.find(id)).toMatchObject({ payment: { paidFen: 1000 } });
  });

  it('order for one elder: the second sees the first', async () => {
    const serviceDate = addDays(FRIDAY, 2);
    const personId = await canteen.person();
    const orders = await Promise.all(Array.from({ length: 6 }, () => canteen.order({ serviceDate, personId })));
    const reasons = orders.map(({ decision }) => decision.reason).sort();
    expect(reasons).toEqual(['DUP_PERIOD', 'DUP_PERIOD', 'DUP_PERIOD', 'DUP_PERIOD', 'DUP_PERIOD', 'OK']);
  });

  it('close a site while people order: nothing slips through', async () => {
    const serviceDate = addDays(FRIDAY, 4);
    await canteen.putMenu(undefined, menuOf(serviceDate));
    const ordering = Array.from({ length: 60 }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 3));
      return canteen.post('/v1/orders', orderBody({ serviceDate, personId: uuidv7() }));
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const closing = await canteen.post('/v1/sites/puya/closures', { serviceDate, reason: 'power_cut' });
    const placed = (await Promise.all(ordering)).filter(({ statusCode }) => statusCode === 201).length;
    expect(closing.json()).toMatchObject({ cancelledOrders: placed });
    expect(await canteen.count('meal_order', `service_date = $1 and state = 'placed'`, [serviceDate])).toBe(0);
  });
});

describe('the cut-off', () => {
  const afterwards = new Date('2026-11-27T10:30:00.001+08:00');

  it('lets nobody but the operator order or cancel afterwards, and says whom to call', async () => {
    const personId = await canteen.person();
    const friday = [dishInput(lunchSet)];
    await canteen.putMenu(friday, menuOf(FRIDAY), 1);
    const { id } = await canteen.order({ personId }, familyOf(personId));
    canteen.clock.set(afterwards);
    const details = { until: '2026-11-27T10:30:00.000+08:00', phone: '024-12349' };
    const passed = { code: 'MEAL_ORDER.CUT_OFF_PASSED', details };
    for (const as of [familyOf(personId), hotline]) {
      const order = await canteen.post('/v1/orders', orderBody({ personId }), as);
      expect([order.statusCode, order.json()]).toEqual([409, expect.objectContaining(passed)]);
      const cancel = await canteen.post(`/v1/orders/${id}/cancellation`, {}, as);
      expect([cancel.statusCode, cancel.json()]).toEqual([409, expect.objectContaining(passed)]);
    }
    expect((await canteen.order({ personId }, puyaOperator)).state).toBe('placed');
    expect((await canteen.post(`/v1/orders/${id}/cancellation`, {})).json()).toMatchObject({ state: 'cancelled' });
    canteen.clock.set(TEN);
  });
});
