import type { Actor, Grant } from '@doorstep/auth';
import { actorWith } from '@doorstep/auth';
import { allEvents, eventSchemaOf } from '@doorstep/contracts';
import { describe, expect, test } from '@jest/globals';
import type { LiveEvent, LiveTopic } from '../src/live/application/live-event.js';
import { isAfter, LIVE_TOPICS, placeId, placeOf } from '../src/live/application/live-event.js';
import { LIVE_DEFINITIONS, LIVE_RULES, liveEventOf } from '../src/live/application/live-rules.js';
import { mayHearOf } from '../src/live/application/live-sight.js';
import { lastPlaceFrom, liveWishFrom } from '../src/live/api/live-query.js';

/** Read for sessions and rights, not for screens. */
const FOR_RIGHTS = ['registry.staff.events', 'registry.site.events', 'identity.access.events'];

describe('what is told', () => {
  test('is every event of every topic that the gateway reads for screens', () => {
    const readable = allEvents().filter(
      ({ topic }) => topic.readers.includes('gateway') && !FOR_RIGHTS.includes(topic.name),
    );
    expect(LIVE_DEFINITIONS.map(({ type }) => type).sort()).toEqual(readable.map(({ type }) => type).sort());
    expect([...new Set(LIVE_RULES.map(({ topic }) => topic))].sort()).toEqual([...LIVE_TOPICS].sort());
  });

  test.each(LIVE_RULES.flatMap(({ definitions, thing }) => definitions.map((one) => [one.type, one, thing] as const)))(
    '%s has the members that name its thing',
    (_type, definition, thing) => {
      const { properties } = eventSchemaOf(definition) as { properties: Record<string, unknown> };
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([...thing]));
    },
  );

  test('is ids, codes and the time, and nothing else of the event', () => {
    const data = {
      ...{ orderId: 'o-1', personId: 'p-1', siteId: 'puya', serviceDate: '2026-11-29', mealPeriod: 'lunch' },
      ...{ reason: 'ill', cause: 'customer' },
    };
    const time = '2026-11-29T03:00:00Z';
    expect(liveEventOf({ type: 'meal-orders.meal-order.cancelled.v1', time, data })).toEqual({
      ...{ topic: 'orders', type: 'meal-orders.meal-order.cancelled.v1', thing: 'o-1', siteId: 'puya' },
      ...{ personId: 'p-1', at: time },
    });
    const menu = liveEventOf({ type: 'meal-orders.menu.site-closed.v1', time, data: { ...data, mealPeriod: null } });
    expect(menu?.thing).toBe('puya/2026-11-29');
    const year = liveEventOf({ type: 'benefits.budget.year-closed.v1', time, data: { year: 2026 } });
    expect(year).toMatchObject({ thing: '2026', siteId: null, personId: null });
    expect(liveEventOf({ type: 'registry.person.fact-recorded.v1', time, data })).toBeUndefined();
  });
});

describe('who hears of it', () => {
  const caller = (grants: Grant[], limits: Actor['limits'] = []): Actor =>
    actorWith({ kind: 'staff', subject: 'li-1', limits }, grants);
  const at = (topic: LiveTopic, siteId: string | null = 'puya', personId: string | null = 'mother'): LiveEvent => ({
    ...{ topic, siteId, personId, type: 'x', thing: 'x', at: '2026-11-29T03:00:00Z' },
  });
  const heardBy = (actor: Actor, event: (topic: LiveTopic) => LiveEvent): LiveTopic[] =>
    LIVE_TOPICS.filter((topic) => mayHearOf(actor, event(topic)));
  const foreign = (topic: LiveTopic): LiveEvent => at(topic, 'minfeng', 'stranger');
  const scopedTo: Grant['scope'] = { sites: ['puya'] };

  test('an operator of what happens at the own site', () => {
    const operator = caller([{ role: 'site_operator', scope: scopedTo }]);
    expect(heardBy(operator, at)).toEqual(
      LIVE_TOPICS.filter((topic) => !['budgets', 'findings', 'finding-requests'].includes(topic)),
    );
    expect(heardBy(operator, foreign)).toEqual(['menus']);
  });

  test('a family of its elders, as far as they allow', () => {
    const daughter = caller([{ role: 'family', scope: { persons: ['mother'] }, may: ['order'] }]);
    expect(heardBy(daughter, (topic) => at(topic, 'minfeng'))).toEqual([
      ...['orders', 'menus', 'bookings', 'stays', 'sessions'],
    ]);
    expect(heardBy(daughter, foreign)).toEqual(['menus', 'sessions']);
    const son = caller([{ role: 'family', scope: { persons: ['mother'] }, may: ['bills'] }]);
    expect(mayHearOf(son, at('claims', 'minfeng'))).toBe(true);
  });

  test('an area of its places, and of nobody who comes there (ADR 0036)', () => {
    const clerk = caller([
      { role: 'civil_affairs_clerk', scope: { areas: ['daoyi'] } },
      { role: 'civil_affairs_clerk', scope: { areaSites: ['puya'] } },
    ]);
    expect(heardBy(clerk, at)).toEqual(['menus', 'sessions', 'statements', 'grants', 'payees']);
    expect(heardBy(clerk, foreign)).toEqual(['menus', 'sessions']);
  });

  test('the whole city of everything that the role may read', () => {
    const finance = caller([{ role: 'finance_checker', scope: { all: true } }]);
    expect(heardBy(finance, foreign)).toEqual(
      LIVE_TOPICS.filter((topic) => !['bookings', 'stays', 'sessions', 'findings'].includes(topic)),
    );
    const auditor = caller([{ role: 'auditor', scope: { all: true } }]);
    expect(heardBy(auditor, foreign)).toEqual([...LIVE_TOPICS]);
    // Budgets and findings are the whole city's: a part of it does not have them.
    const part = caller([{ role: 'auditor', scope: { areaSites: ['puya'], areas: ['daoyi'] } }]);
    expect(heardBy(part, at).filter((topic) => ['budgets', 'findings', 'finding-requests'].includes(topic))).toEqual(
      [],
    );
  });

  test('nobody of a person or a site that the event does not name', () => {
    const operator = caller([{ role: 'site_operator', scope: scopedTo }]);
    expect(heardBy(operator, (topic) => at(topic, null, null))).toEqual(['menus']);
    expect(heardBy(caller([]), at)).toEqual([]);
  });
});

describe('a place in the order of commits', () => {
  test('is written and read, and compared by transaction first', () => {
    expect(placeOf(placeId({ xid: 12n, position: 7n }))).toEqual({ xid: 12n, position: 7n });
    for (const odd of ['', '12', '12.', '-1.2', '1.2.3', '1.a', `${'9'.repeat(19)}.1`])
      expect(placeOf(odd)).toBeUndefined();
    expect(isAfter({ xid: 2n, position: 1n }, { xid: 1n, position: 9n })).toBe(true);
    expect(isAfter({ xid: 1n, position: 9n }, { xid: 1n, position: 9n })).toBe(false);
  });

  test('that a browser did not get from here lies before everything', () => {
    expect(lastPlaceFrom(undefined)).toBeUndefined();
    expect(lastPlaceFrom('12.7')).toEqual({ xid: 12n, position: 7n });
    expect(lastPlaceFrom('seven')).toEqual({ xid: 0n, position: -1n });
  });
});

test('a screen says what it follows, within bounds', () => {
  expect(liveWishFrom({ topics: 'orders,menus,orders', sites: 'puya' })).toEqual({
    ...{ topics: ['orders', 'menus'], sites: ['puya'] },
  });
  const sites = Array.from({ length: 21 }, (_, n) => `site-${n}`).join(',');
  for (const odd of [
    {},
    { topics: '' },
    { topics: 'people' },
    { topics: 'orders', sites },
    { topics: 'orders', x: '1' },
  ])
    expect(() => liveWishFrom(odd)).toThrow('does not fit');
});
