import { join } from 'node:path';
import { PersonFactRecordedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { MatrixRow, MatrixThings } from '@doorstep/testing';
import { routesOf, wrongObjects, wrongRoles } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, lunchSet, TEN } from './mothers.js';
import { dishInput, hotline, minfengOperator, orderBody, puyaOperator } from './requests.js';

interface Things extends MatrixThings {
  readonly orderId: string;
  readonly shiftId: string;
  readonly dishId: string;
}

const order = ({ siteId, personId, dishId }: Things) =>
  orderBody({ siteId, personId, lines: [{ dishId, quantity: 1 }] });
const onOrder = (act: string, payload: object = {}): MatrixRow<Things> => ({
  of: 'person',
  ask: ({ orderId }) => ({ url: `/v1/orders/${orderId}${act}`, payload }),
});
const day = `serviceDate=${FRIDAY}&mealPeriod=lunch`;
const dishes = [dishInput({ ...lunchSet, dishId: uuidv7() })];
const CITY: MatrixRow<Things> = { of: 'city' };

const ROWS: Readonly<Record<string, MatrixRow<Things>>> = {
  kitchenCounts_find: { of: 'site', ask: ({ siteId }) => ({ url: `/v1/kitchen-counts?siteId=${siteId}&${day}` }) },
  orders_place: { of: 'person', ask: (things) => ({ payload: order(things) }) },
  orders_list: {
    of: 'person',
    ask: ({ siteId, personId }) => ({ url: `/v1/orders?siteId=${siteId}&personId=${personId}` }),
    foreign: 'empty',
  },
  orders_find: { of: 'person', ask: ({ orderId }) => ({ url: `/v1/orders/${orderId}` }) },
  orderEnds_cancel: onOrder('/cancellation'),
  serving_deliver: onOrder('/delivery'),
  serving_failDelivery: onOrder('/delivery-failed', { reason: 'door_not_opened' }),
  serving_handOver: onOrder('/handover'),
  orderEnds_noShow: onOrder('/no-show'),
  payments_refund: onOrder('/refunds', { means: 'cash', amountFen: 1, reason: 'cold' }),
  orderEnds_takeBack: onOrder('/return', { reason: 'cold' }),
  payments_tender: onOrder('/tenders', { means: 'cash', amountFen: 1 }),
  periods_close: { of: 'site', ask: () => ({ payload: { serviceDate: '2026-12-24', reason: 'no_water' } }) },
  menus_find: { of: 'open' },
  menus_put: {
    of: 'site',
    ask: ({ siteId }) => ({ url: `/v1/sites/${siteId}/menus/2026-12-23/lunch`, payload: { dishes } }),
  },
  menus_sellOut: {
    of: 'site',
    ask: ({ siteId, dishId }) => ({
      url: `/v1/sites/${siteId}/menus/${FRIDAY}/lunch/sell-outs`,
      payload: { dishId, soldOut: false },
    }),
  },
  periods_end: { of: 'site', ask: ({ siteId }) => ({ url: `/v1/sites/${siteId}/periods/${FRIDAY}/lunch/closing` }) },
  tillShifts_open: {
    of: 'site',
    ask: ({ siteId }) => ({ payload: { id: uuidv7(), siteId, tillId: uuidv7(), openingFloatFen: 0 } }),
  },
  tillShifts_list: { of: 'site', ask: ({ siteId }) => ({ url: `/v1/till-shifts?siteId=${siteId}` }), foreign: 'empty' },
  tillShifts_find: { of: 'site', ask: ({ shiftId }) => ({ url: `/v1/till-shifts/${shiftId}` }) },
  tillShifts_close: {
    of: 'site',
    ask: ({ shiftId }) => ({ url: `/v1/till-shifts/${shiftId}/closing`, payload: { countedCashFen: 0 } }),
  },
  parkedKeys_list: CITY,
  parkedKeys_dismiss: CITY,
  parkedKeys_retry: CITY,
  repairs_feed: CITY,
};
const ROUTES = routesOf(join(import.meta.dirname, '../openapi.json')).map((route) => [route.operation, route] as const);

describe('who may do what with whose', () => {
  let canteen: Canteen;
  let mine: Things;
  let foreign: Things;

  async function thingsOf(siteId: string, town: string, as: typeof puyaOperator): Promise<Things> {
    const personId = await canteen.person();
    const place = { province: 'liaoning', city: 'shenyang', district: 'shenbei', town };
    const known = { personId, factId: uuidv7(), validFrom: '2020-01-01', validTo: null, recordedAt: TEN.toISOString() };
    const fact = newEvent(PersonFactRecordedV1, personId, { ...known, fact: { kind: 'residence', place } });
    await canteen.service.publish(fact);
    await soon(async () =>
      expect(
        await canteen.count('person_projection', `person_id = $1 and facts::text like '%${town}%'`, [personId]),
      ).toBe(1),
    );
    const dish = { ...lunchSet, dishId: uuidv7() };
    const url = `/v1/sites/${siteId}/menus/${FRIDAY}/lunch`;
    await canteen.ask({ method: 'PUT', url, payload: { dishes: [dishInput(dish)] }, as });
    const started = { siteId, personId, area: town, dishId: dish.dishId, orderId: '', shiftId: uuidv7() };
    const placed = await canteen.order(order(started), hotline);
    const shift = { id: started.shiftId, siteId, tillId: 'till-1', openingFloatFen: 0 };
    expect((await canteen.post('/v1/till-shifts', shift, as)).statusCode).toBe(201);
    return { ...started, orderId: placed.id };
  }

  beforeAll(async () => {
    canteen = await Canteen.open();
    mine = await thingsOf('puya', 'huishan', puyaOperator);
    foreign = await thingsOf('minfeng', 'daoyi', minfengOperator);
  });
  afterAll(() => canteen.close());

  it('is said for every route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(ROUTES.map(([operation]) => operation).sort());
  });

  it.each(ROUTES)('%s: role by role', async (_name, route) => {
    expect(await wrongRoles(canteen.service, route)).toEqual([]);
  });

  it.each(ROUTES)('%s: own and foreign', async (name, route) => {
    const row = ROWS[name] as MatrixRow<Things>;
    expect(await wrongObjects(canteen.service, route, row, { mine, foreign })).toEqual([]);
  });
});
