import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '@doorstep/contracts';
import { MealOrderCancelledV1, MealOrderPlacedV1, MealOrderServedV1, TenderRecordedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, lunchSet, soup } from './mothers.js';
import { familyOf, hotline, minfengOperator, orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open();
  await canteen.putMenu();
});
afterAll(async () => canteen.close());

const published = async (orderId: string): Promise<string[]> => {
  const all = await canteen.service.events();
  return all.filter(({ data }) => data['orderId'] === orderId).map(({ type }) => type);
};

describe('placing an order', () => {
  it('answers the local quote at once', async () => {
    const personId = await canteen.person();
    const order = await canteen.order(
      { personId, lines: [{ dishId: lunchSet.dishId, quantity: 2 }] },
      familyOf(personId),
    );
    expect(order).toMatchObject({
      personId,
      state: 'placed',
      takenBy: 'family',
      price: { grossFen: 2000, subsidyFen: 300, selfPayFen: 1700, differenceFen: 0 },
      decision: { status: 'provisional', outcome: 'approve', reason: 'OK', ruleVersion: '1' },
      payment: { dueFen: 1700, paidFen: 0, refundedFen: 0 },
      flags: [],
    });
    expect(order.price.shares.map(({ funder, fen }) => [funder, fen])).toEqual([
      ['city', 150],
      ['district', 150],
    ]);
    expect(order.decision.steps.length).toBeGreaterThan(0);
    await soon(async () => expect(await published(order.id)).toEqual([MealOrderPlacedV1.type]));
    const [event] = (await canteen.service.events(MealOrderPlacedV1)).filter(({ data }) => data.orderId === order.id);
    expect(event).toMatchObject({
      key: personId,
      actor: 'family:family-1',
      data: { claimPriceFen: 1000, takenBy: 'family', via: 'app' },
    });
    expect(await canteen.find(order.id)).toEqual(order);
  });

  it('charges a guest the full price and has nothing to decide', async () => {
    const order = await canteen.order();
    expect(order.price).toMatchObject({ grossFen: 1000, subsidyFen: 0, selfPayFen: 1000 });
    expect(order.decision).toMatchObject({ status: 'decided', outcome: 'deny', reason: 'GUEST' });
    await soon(async () => {
      const events = await canteen.service.events(MealOrderPlacedV1);
      expect(events.find(({ data }) => data.orderId === order.id)?.key).toBe(order.id);
    });
  });

  it('takes somebody whom the registry has not announced yet at the full price, with a flag', async () => {
    const order = await canteen.order({ personId: uuidv7() });
    expect(order).toMatchObject({ price: { selfPayFen: 1000 }, flags: ['person_unknown'] });
    expect(order.decision).toMatchObject({ status: 'provisional', reason: 'FACTS_MISSING' });
  });

  it('quotes only one subsidised lunch a day', async () => {
    const personId = await canteen.person();
    await canteen.order({ personId });
    const second = await canteen.order({ personId });
    expect(second.decision).toMatchObject({ outcome: 'deny', reason: 'DUP_PERIOD' });
    expect(second.price.selfPayFen).toBe(1000);
  });

  it('adds the delivery fee of the site', async () => {
    const order = await canteen.order({ channel: 'delivery' });
    expect(order.price).toMatchObject({ grossFen: 1000, deliveryFeeFen: 200, selfPayFen: 1200 });
  });

  it('is a whole sale in one call: taken, paid, handed over', async () => {
    const personId = await canteen.person();
    const order = await canteen.order({ personId, handedOver: true, tender: { means: 'code', reference: 'WX1' } });
    expect(order).toMatchObject({ state: 'served', payment: { dueFen: 700, paidFen: 700 } });
    const expected = [MealOrderPlacedV1.type, TenderRecordedV1.type, MealOrderServedV1.type];
    await soon(async () => expect(await published(order.id)).toEqual(expected));
  });
});

describe('a repeated request', () => {
  it('is done once and answered with the present state', async () => {
    const body = orderBody();
    const headers = { 'idempotency-key': uuidv7() };
    const first = await canteen.post('/v1/orders', body, puyaOperator, headers);
    await canteen.post(`/v1/orders/${body.id}/handover`, {});
    const again = await canteen.post('/v1/orders', body, puyaOperator, headers);
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json<OrderView>()).toMatchObject({ id: body.id, state: 'served' });
    expect(await canteen.count('meal_order', 'id = $1', [body.id])).toBe(1);
  });

  it('is refused when the body is another one', async () => {
    const headers = { 'idempotency-key': uuidv7() };
    await canteen.post('/v1/orders', orderBody(), puyaOperator, headers);
    const other = await canteen.post('/v1/orders', orderBody(), puyaOperator, headers);
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: 'IDEMPOTENCY.KEY_REUSED' });
  });

  it('has one effect when fifty come at once', async () => {
    const body = orderBody({ handedOver: true, tender: { means: 'cash' } });
    const headers = { 'idempotency-key': uuidv7() };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => canteen.post('/v1/orders', body, puyaOperator, headers)),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]));
    expect(await canteen.count('tender', 'order_id = $1', [body.id])).toBe(1);
    await soon(async () => expect(await published(body.id)).toHaveLength(3));
  });

  it('refuses the id of another order', async () => {
    const { id } = await canteen.order();
    const other = await canteen.post('/v1/orders', orderBody({ id }));
    expect(other.statusCode).toBe(409);
    expect(other.json()).toMatchObject({ code: 'MEAL_ORDER.ID_TAKEN' });
  });
});

describe('the life of an order', () => {
  it('is handed over and paid at the counter', async () => {
    const personId = await canteen.person();
    const { id } = await canteen.order({ personId }, familyOf(personId));
    const answer = await canteen.post(`/v1/orders/${id}/handover`, { tender: { means: 'cash', tillId: 'till-1' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ state: 'served', payment: { dueFen: 700, paidFen: 700 } });
    const expected = [MealOrderPlacedV1.type, TenderRecordedV1.type, MealOrderServedV1.type];
    await soon(async () => expect(await published(id)).toEqual(expected));
  });

  it('is brought, not delivered at first, then delivered', async () => {
    const { id } = await canteen.order({ channel: 'delivery' });
    const failed = await canteen.post(`/v1/orders/${id}/delivery-failed`, { reason: 'door_not_opened' });
    expect(failed.json()).toMatchObject({ state: 'delivery_failed', endReason: 'door_not_opened' });
    const delivered = await canteen.post(`/v1/orders/${id}/delivery`, {});
    expect(delivered.json()).toMatchObject({ state: 'served' });
    const eaten = await canteen.order();
    const wrong = await canteen.post(`/v1/orders/${eaten.id}/delivery`, {});
    expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([409, 'MEAL_ORDER.NOT_A_DELIVERY']);
  });

  it('is called off by the family before the cut-off', async () => {
    const personId = await canteen.person();
    const { id } = await canteen.order({ personId }, familyOf(personId));
    const answer = await canteen.post(`/v1/orders/${id}/cancellation`, { reason: 'not_hungry' }, familyOf(personId));
    expect(answer.json()).toMatchObject({ state: 'cancelled', endReason: 'not_hungry', payment: { dueFen: 0 } });
    await soon(async () => {
      const events = await canteen.service.events(MealOrderCancelledV1);
      expect(events.find(({ data }) => data.orderId === id)?.data).toMatchObject({ cause: 'customer' });
    });
  });

  it('is served only by those who work there, however well others may see it', async () => {
    const personId = await canteen.person();
    const { id } = await canteen.order({ personId }, familyOf(personId));
    const both = {
      ...familyOf(personId),
      roles: ['site_operator', 'family'] as const,
      scope: { sites: ['minfeng'], persons: [personId] },
    };
    for (const act of ['handover', 'no-show', 'delivery-failed']) {
      const answer = await canteen.post(
        `/v1/orders/${id}/${act}`,
        act === 'delivery-failed' ? { reason: 'x' } : {},
        both,
      );
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'MEAL_ORDER.OPERATOR_ONLY']);
    }
    const blamed = await canteen.post(`/v1/orders/${id}/cancellation`, { cause: 'operator' }, both);
    expect([blamed.statusCode, blamed.json<{ code: string }>().code]).toEqual([403, 'MEAL_ORDER.OPERATOR_ONLY']);
  });

  it('is missed', async () => {
    const { id } = await canteen.order();
    const answer = await canteen.post(`/v1/orders/${id}/no-show`, {});
    expect(answer.json()).toMatchObject({ state: 'no_show', payment: { dueFen: 0 } });
  });

  it('is taken back and refunded', async () => {
    const { id } = await canteen.order({ handedOver: true, tender: { means: 'cash' } });
    const returned = await canteen.post(`/v1/orders/${id}/return`, { reason: 'spoilt' });
    expect(returned.json()).toMatchObject({ state: 'returned', payment: { dueFen: 0, paidFen: 1000, refundedFen: 0 } });
    const refund = { means: 'cash', amountFen: 1000, reason: 'spoilt' };
    const back = await canteen.post(`/v1/orders/${id}/refunds`, refund);
    expect(back.statusCode).toBe(201);
    expect(back.json()).toMatchObject({ orderId: id, amountFen: 1000, payment: { refundedFen: 1000 } });
    const more = await canteen.post(`/v1/orders/${id}/refunds`, { ...refund, amountFen: 1 });
    expect([more.statusCode, more.json<{ code: string }>().code]).toEqual([422, 'REFUND.OVER_PAID']);
  });

  it('takes tenders up to what is due, each key once', async () => {
    const { id } = await canteen.order();
    const headers = { 'idempotency-key': uuidv7() };
    const tender = { means: 'card', amountFen: 400, reference: 'C-1' };
    const first = await canteen.post(`/v1/orders/${id}/tenders`, tender, puyaOperator, headers);
    const again = await canteen.post(`/v1/orders/${id}/tenders`, tender, puyaOperator, headers);
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual(first.json());
    const over = await canteen.post(`/v1/orders/${id}/tenders`, { means: 'cash', amountFen: 601 });
    expect([over.statusCode, over.json<{ code: string }>().code]).toEqual([422, 'TENDER.OVER_DUE']);
    expect(await canteen.count('tender', 'order_id = $1', [id])).toBe(1);
  });

  it('refuses what its state does not allow', async () => {
    const { id } = await canteen.order({ handedOver: true });
    for (const act of ['handover', 'cancellation', 'no-show']) {
      const answer = await canteen.post(`/v1/orders/${id}/${act}`, {});
      expect([act, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        act,
        409,
        'MEAL_ORDER.WRONG_STATE',
      ]);
    }
  });
});

describe('who sees what', () => {
  it('answers 404 for orders of another site and other elders', async () => {
    const personId = await canteen.person();
    const { id } = await canteen.order({ personId });
    const stranger = familyOf(uuidv7());
    for (const as of [minfengOperator, stranger]) {
      const answer = await canteen.ask({ method: 'GET', url: `/v1/orders/${id}`, as });
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'MEAL_ORDER.NOT_FOUND']);
    }
    const act = await canteen.post(`/v1/orders/${id}/cancellation`, {}, stranger);
    expect(act.statusCode).toBe(404);
    expect((await canteen.find(id, hotline)).id).toBe(id);
  });

  it('lists only what is theirs, page by page', async () => {
    const personId = await canteen.person();
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push((await canteen.order({ personId })).id);
    const list = async (query: string, as = puyaOperator) =>
      (await canteen.ask({ method: 'GET', url: `/v1/orders?${query}`, as })).json<{
        items: OrderView[];
        next: string | null;
      }>();
    const own = await list('', familyOf(personId));
    expect(own.items.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const filter = `siteId=puya&serviceDate=${FRIDAY}&mealPeriod=lunch&state=placed&personId=${personId}&limit=2`;
    const first = await list(filter);
    const second = await list(`${filter}&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(second.next).toBeNull();
    expect((await list('', minfengOperator)).items).toEqual([]);
    expect((await canteen.ask({ method: 'GET', url: '/v1/orders?siteId=puya', as: minfengOperator })).statusCode).toBe(
      404,
    );
  });
});

describe('the kitchen', () => {
  it('sees portions by dish and channel, and no people', async () => {
    const url = `/v1/sites/minfeng/menus/${FRIDAY}/lunch`;
    const dishes = [
      { id: lunchSet.dishId, name: '套餐', priceFen: 1000, standardSet: true },
      { id: soup.dishId, name: '汤', priceFen: 600 },
    ];
    await canteen.ask({ method: 'PUT', url, payload: { dishes }, as: minfengOperator });
    const at = { siteId: 'minfeng', lines: [{ dishId: lunchSet.dishId, quantity: 2 }] };
    await canteen.order(at, minfengOperator);
    await canteen.order({ ...at, channel: 'delivery' }, minfengOperator);
    await canteen.order({ ...at, handedOver: true }, minfengOperator);
    const gone = await canteen.order(at, minfengOperator);
    await canteen.post(`/v1/orders/${gone.id}/cancellation`, {}, minfengOperator);
    const counts = `/v1/kitchen-counts?siteId=minfeng&serviceDate=${FRIDAY}&mealPeriod=lunch`;
    const answer = await canteen.ask({ method: 'GET', url: counts, as: minfengOperator });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      orders: 3,
      dishes: [
        {
          ...{ dishId: lunchSet.dishId, ordered: 6, served: 2, toCook: 4, noShow: 0 },
          byChannel: {
            dine_in: { ordered: 4, toCook: 2 },
            delivery: { ordered: 2, toCook: 2 },
            takeaway: { ordered: 0 },
          },
        },
        { dishId: soup.dishId, ordered: 0, toCook: 0 },
      ],
    });
    expect(answer.body).not.toContain('personId');
    expect((await canteen.ask({ method: 'GET', url: counts, as: puyaOperator })).statusCode).toBe(404);
  });
});
