import { AccountChangedV1, MealOrderNoShowV1, MenuPublishedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from './support/browser.js';
import { LiveScreen } from './support/live-screen.js';
import { SignInWorld } from './support/sign-in-world.js';

let world: SignInWorld;
const open: LiveScreen[] = [];

beforeAll(async () => {
  world = await SignInWorld.start({ LIVE_PER_SESSION: '2', LIVE_CONNECTIONS: '3' });
});
afterEach(() => {
  for (const screen of open.splice(0)) screen.leave();
});
afterAll(() => world.close());

/** Something happens to an order; events of one person come in order. */
async function orderOf(personId: string, siteId: string): Promise<string> {
  const orderId = uuidv7();
  const when = { serviceDate: '2026-11-29', mealPeriod: 'lunch' as const, recordedAt: new Date().toISOString() };
  const data = { orderId, personId, siteId, ...when, by: 'operator' as const };
  await world.publish(newEvent(MealOrderNoShowV1, personId, data));
  return orderId;
}

/** A line that is there; those of the test before may be on their way out still. */
async function follow(browser: Browser, query: string, lastEventId?: string): Promise<LiveScreen> {
  const screen = await eventually(async () => {
    const opened = await LiveScreen.open(browser, query, lastEventId ? { 'last-event-id': lastEventId } : {});
    return opened.status === 200 ? opened : undefined;
  });
  open.push(screen as LiveScreen);
  return screen as LiveScreen;
}

async function operatorAt(subject: string, ...sites: string[]): Promise<{ browser: Browser; assignments: string[] }> {
  const assignments: string[] = [];
  for (const siteId of sites) assignments.push(await world.assign(subject, 'site_operator', { siteId }));
  const browser = await world.signIn({ sub: subject });
  await world.session(browser, ({ grants }) => {
    const [scope] = grants.map((grant) => grant.scope as { sites?: string[] });
    return scope?.sites?.length === sites.length;
  });
  return { browser, assignments };
}

describe('a screen hears', () => {
  test('of the own site and the own elder alone, and no more than ids and codes', async () => {
    const [mother, stranger] = [uuidv7(), uuidv7()];
    const { browser } = await operatorAt('live-op-1', 'puya');
    await world.link('live-daughter-1', mother, ['order']);
    const family = await world.signIn({ sub: 'live-daughter-1' });
    await world.session(family, ({ grants }) => (grants[0]?.may ?? []).includes('order'));
    const [till, phone] = [await follow(browser, 'topics=orders'), await follow(family, 'topics=orders,menus')];
    const here = await orderOf(stranger, 'puya');
    await orderOf(stranger, 'minfeng');
    const hers = await orderOf(mother, 'minfeng');
    const both = await orderOf(mother, 'puya');
    await orderOf(stranger, 'minfeng');
    const last = await orderOf(stranger, 'puya');
    await till.hears(last);
    await till.hears(both);
    await phone.hears(both);
    expect(till.things().sort()).toEqual([here, both, last].sort());
    expect(phone.things()).toEqual([hers, both]);
    expect(till.told[0]?.event).toBe('orders');
    expect(Object.keys(till.told[0]?.data ?? {}).sort()).toEqual(['at', 'siteId', 'thing', 'type']);
    expect(JSON.stringify([...till.told, ...phone.told])).not.toMatch(new RegExp(`${mother}|${stranger}`));
  });

  test('of the topics and sites that it follows, and of nothing that is open to others only', async () => {
    const { browser } = await operatorAt('live-op-2', 'puya', 'minfeng');
    const screen = await follow(browser, 'topics=orders&sites=minfeng');
    const person = uuidv7();
    await orderOf(person, 'puya');
    const when = { serviceDate: '2026-11-29', mealPeriod: 'lunch' as const };
    const menu = { siteId: 'minfeng', ...when, version: 1, dishes: [], publishedAt: new Date().toISOString() };
    await world.publish(newEvent(MenuPublishedV1, 'minfeng', menu));
    const there = await orderOf(person, 'minfeng');
    await screen.hears(there);
    expect(screen.things()).toEqual([there]);
    for (const [query, status] of [
      ['topics=budgets', 403],
      ['topics=people', 422],
      ['', 422],
    ] as const)
      expect([query, (await LiveScreen.open(browser, query)).status]).toEqual([query, status]);
    const elsewhere = await LiveScreen.open(browser, 'topics=orders', { 'sec-fetch-site': 'same-site' });
    expect([elsewhere.status, await elsewhere.code()]).toEqual([403, 'AUTH.CROSS_SITE']);
  });
});

describe('a line that broke', () => {
  test('is taken up where it was, with nothing twice and nothing left out', async () => {
    const { browser } = await operatorAt('live-op-3', 'puya');
    const first = await follow(browser, 'topics=orders');
    const [one, two, three] = [await orderOf(uuidv7(), 'puya'), await orderOf(uuidv7(), 'puya'), uuidv7()];
    await first.hears(one);
    await first.hears(two);
    const [{ id: afterOne = '' } = {}, rest = []] = [first.told[0], first.told.slice(1).map(({ data }) => data.thing)];
    first.leave();
    const missed = await orderOf(three, 'puya');
    const again = await follow(browser, 'topics=orders', afterOne);
    await again.hears(missed);
    expect(again.things()).toEqual([...rest, missed]);
    const next = await orderOf(three, 'puya');
    await again.hears(next);
    expect(again.things()).toEqual([...rest, missed, next]);
  });

  test('for too long is told to load again, and goes on from there', async () => {
    const { browser } = await operatorAt('live-op-4', 'puya');
    const first = await follow(browser, 'topics=orders');
    const person = uuidv7();
    await orderOf(person, 'puya');
    await first.hears(await orderOf(person, 'puya'));
    first.leave();
    await world.query(`UPDATE live_floor SET xid = pg_current_xact_id(), position = 0`);
    for (const id of [first.lastId, 'not-ours', '999999999999.1']) {
      const again = await follow(browser, 'topics=orders', id);
      await eventually(() => Promise.resolve(again.told.length > 0));
      expect(again.told.map(({ event }) => event)).toEqual(['reload']);
      again.leave();
    }
    const later = await follow(browser, 'topics=orders', 'not-ours');
    const next = await orderOf(person, 'puya');
    await later.hears(next);
    expect(later.things()).toEqual([undefined, next]);
  });
});

describe('what is taken away', () => {
  test('is not told any more on a line that is open (security 7)', async () => {
    const { browser, assignments } = await operatorAt('live-op-5', 'puya', 'minfeng');
    const screen = await follow(browser, 'topics=orders');
    const person = uuidv7();
    await screen.hears(await orderOf(person, 'puya'));
    await world.revoke('live-op-5', assignments[0] ?? '');
    await world.session(browser, ({ grants }) => {
      const [scope] = grants.map((grant) => grant.scope as { sites?: string[] });
      return scope?.sites?.length === 1;
    });
    const gone = await orderOf(person, 'puya');
    const still = await orderOf(person, 'minfeng');
    await screen.hears(still);
    expect(screen.things()).not.toContain(gone);
  });

  test.each(['signed out', 'disabled', 'idle'])('closes the line: %s', async (how) => {
    const subject = `live-${how.replace(' ', '-')}`;
    const { browser } = await operatorAt(subject, 'puya');
    const screen = await follow(browser, 'topics=orders');
    const changeId = uuidv7();
    const disabled = { changeId, subject, change: 'disabled', at: new Date().toISOString() };
    if (how === 'signed out') await browser.post('/auth/sign-out');
    if (how === 'disabled') await world.publish(newEvent(AccountChangedV1, changeId, disabled));
    // A line that is open is no use: nobody came back for longer than the time-out.
    if (how === 'idle')
      await world.query(`UPDATE session SET last_used_at = now() - interval '31 minutes' WHERE subject = $1`, [
        subject,
      ]);
    await eventually(() => Promise.resolve(screen.isOver));
    expect((await LiveScreen.open(browser, 'topics=orders')).status).toBe(401);
  });
});

test('a session and an instance have so many lines (security 31)', async () => {
  const [{ browser }, { browser: other }] = [
    await operatorAt('live-op-6', 'puya'),
    await operatorAt('live-op-7', 'puya'),
  ];
  await follow(browser, 'topics=orders');
  await follow(browser, 'topics=orders');
  const third = await LiveScreen.open(browser, 'topics=orders');
  expect([third.status, await third.code()]).toEqual([429, 'LIVE.TOO_MANY_LINES']);
  await follow(other, 'topics=orders');
  const fourth = await LiveScreen.open(other, 'topics=orders');
  expect([fourth.status, fourth.retryAfter, await fourth.code()]).toEqual([503, '10', 'LIVE.FULL']);
  open.shift()?.leave();
  await follow(other, 'topics=menus');
});
