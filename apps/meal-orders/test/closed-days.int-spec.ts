import { MealOrderCancelledV1, SiteTermRecordedV1 } from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, lunchSet, TEN } from './mothers.js';
import { dishInput, familyOf, orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;
beforeAll(async () => {
  canteen = await Canteen.open();
});
afterAll(async () => canteen.close());

describe('the calendar of a site', () => {
  const first = addDays(FRIDAY, 12);
  const reopens = addDays(FRIDAY, 14);
  const closure = (version: number, to: string) =>
    newEvent(SiteTermRecordedV1, 'puya', {
      ...{ termId: uuidv7(), siteId: 'puya', version, kind: 'closure', series: 'closure/boiler', from: first, to },
      ...{ term: { kind: 'closure', reason: 'repair' }, recordedAt: TEN.toISOString() },
    });

  it('refuses orders of closed days, says until when and whom to call, and calls off what was ordered', async () => {
    const dishes = [dishInput(lunchSet, { quantityLimit: 2 })];
    for (const day of [first, reopens]) await canteen.putMenu(dishes, `/v1/sites/puya/menus/${day}/lunch`);
    const personId = uuidv7();
    const shut = await canteen.order({ serviceDate: first, personId });
    const open = await canteen.order({ serviceDate: reopens });
    await canteen.service.publish(closure(1, reopens));
    await soon(async () => {
      expect(await canteen.find(shut.id)).toMatchObject({
        ...{ state: 'cancelled', endReason: 'repair', ended: { by: expect.any(String), via: null } },
      });
      const cancelled = (await canteen.service.events(MealOrderCancelledV1)).filter(
        ({ data }) => data.orderId === shut.id,
      );
      expect(cancelled.map(({ data }) => [data.cause, data.reason])).toEqual([['site_closed', 'repair']]);
    });
    const refused = await canteen.post('/v1/orders', orderBody({ serviceDate: first, personId }), familyOf(personId));
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      code: 'MEAL_ORDER.SITE_CLOSED',
      details: { reason: 'repair', reopensOn: reopens, phone: '024-12349' },
    });
    const menu = await canteen.ask({ method: 'GET', url: `/v1/sites/puya/menus/${first}/lunch`, as: puyaOperator });
    expect(menu.json()).toMatchObject({ closed: true, dishes: [{ remaining: 2 }] });
    expect((await canteen.find(open.id)).state).toBe('placed');
    expect((await canteen.order({ serviceDate: reopens })).state).toBe('placed');
  });

  it('flags a meal that was eaten all the same, and takes orders again when the closure is called off', async () => {
    canteen.clock.set(new Date(`${first}T12:00:00+08:00`));
    const eaten = await canteen.order({ serviceDate: first, handedOver: true, tender: { means: 'cash' } });
    expect(eaten).toMatchObject({ state: 'served', flags: ['site_closed'] });
    canteen.clock.set(TEN);
    await canteen.service.publish(closure(2, first));
    await soon(async () => expect((await canteen.order({ serviceDate: first })).state).toBe('placed'));
  });
});
