import type { Actor } from '@doorstep/auth';
import type { CallView, NotificationView } from '@doorstep/contracts';
import {
  BookingCancelledV1,
  EntitlementUpdatedV1,
  MealOrderCancelledV1,
  MealOrderDeliveryFailedV1,
  WaitingOfferedV1,
} from '@doorstep/contracts';
import { newEvent } from '@doorstep/messaging';
import { eventually, FixedClock } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SendMessages } from '../src/notifications/application/send-messages.js';
import { TellPlanned } from '../src/notifications/application/tell-planned.js';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { codeOf, FamilyDesk, relative, WORD, WORKER } from './support/family.mother.js';
import { placedOrder } from './support/placed-order.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const [alone, withFamily, withPhone] = [personId(1), personId(2), personId(3)];
const HOTLINE: Partial<Actor> = { subject: 'hotline-1', roles: ['hotline_agent'], scope: { all: true } };
let world: RegistryWorld;
let desk: FamilyDesk;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(...[1, 2, 3].flatMap((number) => [elder(number), lives(number, 'daoyi', '2000-01-01')])));
  desk = new FamilyDesk(world);
  await desk.link(withFamily, 'orders-only', { may: ['order'] });
  const agreed = { text: 'messages', ...WORD };
  await world.post(`/v1/people/${withPhone}/consents`, agreed, { as: WORKER });
});
afterAll(() => world.close());

const order = (person: string | null, number: number) => ({
  orderId: personId(1000 + number),
  personId: person,
  siteId: 'puya',
  serviceDate: '2026-11-19',
  mealPeriod: 'lunch' as const,
});
const cancelled = (person: string | null, number: number, cause: 'customer' | 'site_closed' = 'site_closed') => {
  const data = { ...order(person, number), cancelledAt: '2026-11-18T02:00:00Z', cause, reason: null };
  return newEvent(MealOrderCancelledV1, person ?? data.orderId, data);
};
const inbox = async (person: string, as: Partial<Actor> = WORKER): Promise<NotificationView[]> =>
  (await world.get(`/v1/notifications?personId=${person}&limit=200`, as)).json<{ items: NotificationView[] }>().items;
const told = async (person: string, count: number): Promise<NotificationView[]> => {
  await eventually(async () => (await inbox(person)).length >= count);
  return inbox(person);
};
const calls = async (): Promise<CallView[]> =>
  (await world.get('/v1/calls?limit=200', HOTLINE)).json<{ items: CallView[] }>().items;
const post = (path: string, as: Partial<Actor>, body: object = {}) => world.post(path, body, { as });
const messagesTo = (person: string): Promise<{ words: string }[]> =>
  world.sql('SELECT words FROM recorded_message WHERE person_id = $1', [person]);

describe('what happens elsewhere', () => {
  it('is told once, and only what somebody does not know already', async () => {
    const stranger = personId(77);
    await world.service.publish(
      cancelled(alone, 1, 'customer'),
      cancelled(null, 2),
      cancelled(stranger, 3),
      cancelled(alone, 4),
      newEvent(MealOrderDeliveryFailedV1, alone, {
        ...order(alone, 5),
        attemptedAt: '2026-11-18T02:00:00Z',
        reason: 'door_not_opened',
      }),
    );
    await world.service.publish(
      newEvent(WaitingOfferedV1, withPhone, {
        ...{ waitingId: personId(2003), personId: withPhone, siteId: 'huishan-day-care', serviceDate: '2026-11-20' },
        ...{ offeredAt: '2026-11-18T02:00:00Z', until: '2026-11-18T04:00:00Z' },
      }),
    );
    const own = { bookingId: personId(2001), personId: alone, siteId: 'huishan-day-care', serviceDate: '2026-11-20' };
    const at = { cancelledAt: '2026-11-18T02:00:00Z' };
    await world.service.publish(
      newEvent(BookingCancelledV1, alone, { ...own, ...at, cause: 'customer' }),
      newEvent(BookingCancelledV1, alone, { ...own, ...at, bookingId: personId(2002), cause: 'centre' }),
    );
    const notices = await told(alone, 3);
    expect(new Set(notices.map(({ kind, about }) => `${kind} ${about.ref.slice(-4)}`))).toEqual(
      new Set(['order_cancelled_by_site 1004', 'delivery_failed 1005', 'booking_cancelled_by_centre 2002']),
    );
    expect(notices.every(({ urgent }) => urgent)).toBe(true);
    expect(notices.find(({ kind }) => kind === 'delivery_failed')?.about.reason).toBe('door_not_opened');
  });

  it('reaches the family by its inbox, those who agreed by message, and nobody else but by a call', async () => {
    await world.service.publish(cancelled(withFamily, 10), cancelled(withPhone, 11));
    await Promise.all([told(withFamily, 1), told(withPhone, 2)]);
    const sending = world.service.app.get(SendMessages);
    await Promise.all([sending.execute(), sending.execute()]);
    const words = (await messagesTo(withPhone)).map((message) => message.words).sort();
    expect(words).toEqual([expect.stringContaining('午餐'), expect.stringContaining('为您保留至12:00')]);
    expect(words.join()).not.toMatch(/演示|0007/);
    expect(await messagesTo(withFamily)).toEqual([]);
    expect(new Set((await calls()).map((call) => call.personId))).toEqual(new Set([alone]));
    const seen = await inbox(withFamily, relative('orders-only', [withFamily]));
    expect(seen.map(({ kind }) => kind)).toEqual(['order_cancelled_by_site']);
  });
});

describe('money that lapses', () => {
  it('is told a week before, once, and not when it was spent', async () => {
    const update = (version: number, leftFen: number) =>
      newEvent(EntitlementUpdatedV1, alone, {
        personId: alone,
        version,
        asOf: '2026-11-18T02:00:00Z',
        claims: [],
        lots: [
          { month: '2026-11', kind: 'monthly', leftFen, expiresOn: '2026-12-01' },
          { month: '2026-12', kind: 'topup', leftFen: 500, expiresOn: '2026-12-10' },
        ],
        vouchers: [{ month: '2026-11', leftFen: leftFen === 0 ? 0 : 300 }],
      });
    await world.service.publish(update(1, 1_000));
    const planned = (): Promise<object[]> => world.sql('SELECT once_key, due_on FROM planned_notice ORDER BY due_on');
    await eventually(async () => (await planned()).length === 3);
    const tellPlanned = world.service.app.get(TellPlanned);
    expect(await tellPlanned.execute()).toBe(0);
    clock.set(new Date('2026-11-24T02:00:00Z'));
    const answers = await Promise.all([tellPlanned.execute(), tellPlanned.execute()]);
    expect(answers.reduce((sum, each) => sum + each, 0)).toBe(2);
    const lapsing = (await inbox(alone)).filter(({ kind }) => kind === 'money_lapsing');
    expect(lapsing.map(({ about }) => [about.date, about.fen]).sort()).toEqual([
      ['2026-12-01', 1_000],
      ['2026-12-01', 300],
    ]);
    await world.service.publish(update(2, 0));
    await eventually(async () => (await planned()).length === 1);
    await world.service.publish(update(3, 1_000));
    await eventually(async () => (await planned()).length === 3);
    expect(await tellPlanned.execute()).toBe(0);
    clock.set(new Date('2026-11-18T02:00:00Z'));
  });
});

describe('an inbox', () => {
  it('is read by each account for itself, and acknowledged for all', async () => {
    const [notice] = await told(withFamily, 1);
    const url = `/v1/notifications/${notice?.notificationId}`;
    const family = relative('orders-only', [withFamily]);
    expect((await post(`${url}/read`, family)).json<NotificationView>().readAt).not.toBeNull();
    expect((await inbox(withFamily))[0]?.readAt).toBeNull();
    const unread = await world.get('/v1/notifications?unread=true', family);
    expect(unread.json<{ items: object[] }>().items).toEqual([]);
    expect((await post(`${url}/acknowledgement`, WORKER)).json<NotificationView>().acknowledgedAt).not.toBeNull();
    expect((await inbox(withFamily, family))[0]?.acknowledgedAt).not.toBeNull();
  });

  it('shows a family nothing for which it has no right, and nothing of strangers', async () => {
    const [notice] = await told(withFamily, 1);
    const url = `/v1/notifications/${notice?.notificationId}/read`;
    const bills: Partial<Actor> = {
      kind: 'family',
      subject: 'bills-only',
      grants: [{ role: 'family', scope: { persons: [withFamily] }, may: ['bills'] }],
    };
    expect(await inbox(withFamily, bills)).toEqual([]);
    expect(codeOf(await post(url, bills))).toEqual([404, 'NOTICE.NOT_FOUND']);
    expect(codeOf(await post(url, relative('nobody', [alone])))).toEqual([404, 'NOTICE.NOT_FOUND']);
    const away = { ...WORKER, scope: { areas: ['huishan'] } };
    expect(await inbox(withFamily, away)).toEqual([]);
  });
});

describe('the call list', () => {
  it('gives a call to one agent at a time, three times at most', async () => {
    const [call] = await calls();
    const url = `/v1/calls/${call?.callId}`;
    const agents = ['a', 'b', 'c', 'd'].map((name) => ({ ...HOTLINE, subject: `hotline-${name}` }));
    const answers = await Promise.all(agents.map((as) => post(`${url}/claim`, as)));
    const winner = agents[answers.findIndex(({ statusCode }) => statusCode === 200)] as Partial<Actor>;
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409]);
    const other = agents.find((agent) => agent !== winner) as Partial<Actor>;
    expect(codeOf(await post(`${url}/outcome`, other, { outcome: 'reached' }))).toEqual([409, 'NOTICE.CALL_TAKEN']);
    const made = await post(`${url}/outcome`, winner, { outcome: 'no_answer' });
    expect(made.json<CallView>()).toMatchObject({ state: 'open', attempts: 1, claimedBy: null });
    await post(`${url}/outcome`, other, { outcome: 'no_answer' });
    expect((await post(`${url}/outcome`, other, { outcome: 'no_answer' })).json<CallView>().state).toBe('given_up');
    expect(codeOf(await post(`${url}/claim`, winner))).toEqual([409, 'NOTICE.CALL_TAKEN']);
  });

  it('is shorter by what was reached or taken care of otherwise', async () => {
    const [first, second] = await calls();
    await post(`/v1/calls/${first?.callId}/outcome`, HOTLINE, { outcome: 'reached' });
    const [notice] = (await inbox(alone)).filter(({ notificationId }) => notificationId === first?.notificationId);
    expect(notice?.acknowledgedAt).not.toBeNull();
    await post(`/v1/notifications/${second?.notificationId}/acknowledgement`, WORKER);
    const left = (await calls()).map(({ callId }) => callId);
    expect(left).not.toContain(first?.callId);
    expect(left).not.toContain(second?.callId);
    expect(codeOf(await world.get('/v1/calls', WORKER))[0]).toBe(403);
  });
});

describe('the cut-off', () => {
  const placed = (number: number, serviceDate: string, takenBy: 'family' | 'operator' = 'family') =>
    placedOrder({ ...order(withFamily, number), personId: withFamily, serviceDate, takenBy });
  const planned = async () =>
    (
      await world.sql<{ once_key: string }>(
        `SELECT once_key FROM planned_notice WHERE kind = 'order_cut_off_near' ORDER BY once_key`,
      )
    ).map((row) => row.once_key);
  const reminders = async () => (await inbox(withFamily)).filter(({ kind }) => kind === 'order_cut_off_near');

  it('is told an hour before to those who ordered that meal a week ago and have not yet ordered', async () => {
    const off = { ...order(withFamily, 34), serviceDate: '2026-11-22' };
    await world.service.publish(
      placed(30, '2026-11-19'),
      placed(31, '2026-11-20'),
      placed(32, '2026-11-27'), // what would be asked for after the meal of the 20th
      placed(33, '2026-11-21', 'operator'),
      placed(34, '2026-11-22'),
      newEvent(MealOrderCancelledV1, withFamily, {
        ...{ ...off, cancelledAt: '2026-11-18T02:00:00Z', cause: 'customer', reason: null },
      }),
      placed(35, '2026-11-23'),
    );
    const expected = ['2026-11-26', '2026-11-27', '2026-11-30', '2026-12-04'].map((day) => `meal/${day}/lunch`);
    await eventually(
      async () => (await planned()).length === expected.length && (await planned()).includes('meal/2026-11-30/lunch'),
    );
    expect(await planned()).toEqual(expected);
    const tell = async (time: string) => {
      clock.set(new Date(time));
      return world.service.app.get(TellPlanned).execute();
    };
    // Orders for lunch close at 09:30 in Shenyang.
    await tell('2026-11-26T00:29:59Z');
    expect(await reminders()).toEqual([]);
    clock.set(new Date('2026-11-26T00:30:00Z'));
    const tellPlanned = world.service.app.get(TellPlanned);
    await Promise.all([tellPlanned.execute(), tellPlanned.execute()]);
    expect((await reminders()).map(({ about, urgent }) => [about.date, about.mealPeriod, urgent])).toEqual([
      ['2026-11-26', 'lunch', false],
    ]);
    await tell('2026-11-27T00:45:00Z'); // ordered
    await tell('2026-11-30T01:30:00Z'); // too late to be of use
    expect(await reminders()).toHaveLength(1);
    expect(await planned()).toEqual(['meal/2026-12-04/lunch']);
    clock.set(new Date('2026-11-18T02:00:00Z'));
  });
});
