import type { EventDefinition } from '@doorstep/contracts';
import { ClaimHeldV1, MealOrderPlacedV1, SiteRecordedV1 } from '@doorstep/contracts';
import type { JsonValue } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from './audit-world.js';
import { openAudit, recordOf } from './audit-world.js';
import { FactsWorker } from '../src/facts/api/facts.worker.js';

let world: AuditWorld;
let sequence = 0;
const li = uuidv7();
const orders = Array.from({ length: 6 }, () => uuidv7());
const claims = orders.map(() => uuidv7());

type Data = Readonly<Record<string, JsonValue>>;
const event = ({ type, topic }: EventDefinition, key: string, time: string, data: Data, actor?: string) =>
  recordOf({
    topic,
    source: `${topic.owner}/0/31`,
    sequence: ++sequence,
    key,
    type,
    time,
    data,
    ...(actor && { actor }),
  });

const shares = [
  { funder: 'city', fen: 200 },
  { funder: 'district', fen: 100 },
];
const placed = (n: number, siteId: string, time: string, actor?: string) =>
  event(
    MealOrderPlacedV1,
    li,
    time,
    { orderId: orders[n] as string, siteId, grossFen: 1000 + n, quote: { subsidyFen: 300 }, tillId: `till-${n}` },
    actor,
  );
const held = (n: number, siteId: string, time: string) => {
  const decision = { reason: 'APPROVED', subsidyFen: 300, shares };
  const origin = { kind: 'meal_order', id: orders[n] as string };
  return event(ClaimHeldV1, li, time, { claimId: claims[n] as string, origin, siteId, decision });
};
const site = (siteId: string, town: string, version = 1) =>
  event(SiteRecordedV1, siteId, '2026-01-01T00:00:00Z', {
    siteId,
    version,
    siteKind: 'canteen',
    city: 'sh',
    district: 'putuo',
    town,
  });

beforeAll(async () => {
  world = await openAudit({ env: { PATROL_MS: '50' } });
  const events = [
    site('puya', 'wrong'),
    site('puya', 'changfeng', 2),
    site('lanxi', 'zhenru'),
    ...[0, 1, 2, 3].map((n) =>
      placed(n, 'puya', `2026-03-0${n + 1}T03:30:00.000Z`, n === 0 ? 'family:wang-7' : undefined),
    ),
    ...[4, 5].map((n) => placed(n, 'lanxi', `2026-03-31T1${n}:30:00.000Z`)),
    ...[0, 1, 4].map((n) => held(n, n === 4 ? 'lanxi' : 'puya', `2026-03-0${n + 1}T03:30:01.000Z`)),
  ];
  await world.put(...events);
  await world.journalled(events.length, `event_time < '2026-10-01'`);
});
afterAll(() => world.close());

interface Shared {
  readonly decision?: { readonly shares: readonly { readonly funder: string; readonly fen: number }[] };
}
interface Item {
  readonly key: string | null | undefined;
  readonly events: number;
  readonly amountFen: number;
  readonly eventsUrl: string;
}
const range = 'from=2026-01-01&to=2026-06-01';
const json = async (url: string) => {
  const answer = await world.get(url);
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
};
const ALL = Symbol('all funders');
/** What the events behind a number come to; of one funder, or of all, their shares. */
const sumOf = async (url: string, of?: string | null | typeof ALL) => {
  const { items } = await json(url.replace('/audit/', '/') + '&limit=200');
  const fenOf = ({ facts, document }: { facts: { amountFen: number | null }; document: { data: Shared } }): number => {
    if (of === undefined) return facts.amountFen ?? 0;
    const own = document.data.decision?.shares.filter(({ funder }) => of === ALL || funder === of);
    return own?.reduce((sum, { fen }) => sum + fen, 0) ?? 0;
  };
  return { events: items.length, amountFen: items.reduce((sum: number, item: never) => sum + fenOf(item), 0) };
};
const countOf = async (url: string) => (await json(url.replace('/audit/', '/') + '&limit=200')).items.length;

describe('the explorer', () => {
  it.each([
    ['siteId=puya', 8],
    ['area=zhenru', 4],
    ['siteArea=putuo', 12],
    ['area=putuo&type=benefits.claim.held.v1', 3],
    ['area=wrong', 0],
    ['area=zhenru&siteArea=putuo', 4],
    ['area=zhenru&siteArea=changfeng', 0],
    ['actor=family:wang-7', 1],
    ['funder=city', 3],
    ['funder=nobody', 0],
    ['reason=APPROVED', 3],
    ['without=funder&topic=benefits.claim.events', 0],
    ['without=site', 0],
    ['minFen=1004', 2],
    ['minFen=300&maxFen=300', 3],
    [`personId=${li}&from=2026-03-02&to=2026-03-03`, 2],
    ['tillId=till-3', 1],
    ['tillId=till-7', 0],
  ])('finds by %s', async (filter, count) => {
    const query = filter.includes('from=') ? filter : `${filter}&${range}`;
    expect(await countOf(`/v1/events?${query}`)).toBe(count);
  });

  it('shows what a record was found by', async () => {
    const { items } = await json(`/v1/events?reference=${claims[1]}`);
    expect(items).toMatchObject([
      { facts: { siteId: 'puya', reason: 'APPROVED', amountFen: 300, claimId: claims[1], subjectId: orders[1] } },
    ]);
  });

  it.each(['type', 'site', 'city', 'district', 'town', 'actor', 'funder', 'reason', 'till', 'source'])(
    'gives totals by %s whose every number leads to its events',
    async (groupBy) => {
      const answer = await json(`/v1/events/totals?groupBy=${groupBy}&${range}`);
      expect(answer.groups).toBe(answer.items.length);
      // What has two funders stands in two groups, and counts once in the total.
      const inGroups = answer.items.reduce((sum: number, { events }: Item) => sum + events, 0);
      expect(inGroups).toBe(answer.total.events + (groupBy === 'funder' ? 3 : 0));
      const numbers: Item[] = [...answer.items, { ...answer.total, key: undefined }];
      for (const { key, events, amountFen, eventsUrl } of numbers)
        expect([
          key,
          await sumOf(eventsUrl, groupBy === 'funder' ? (key === undefined ? ALL : key) : undefined),
        ]).toEqual([key, { events, amountFen }]);
    },
  );

  it('leads from a number to the same events also when more of them came in since', async () => {
    const before = await json(`/v1/events/totals?groupBy=site&siteId=growing`);
    const grown = async (n: number) => {
      const one = placed(n, 'growing', `2026-08-0${n + 1}T03:30:00.000Z`);
      await world.put(one);
      await world.journalled(1, 'event_id = $1', one.id);
      return json(`/v1/events/totals?groupBy=site&siteId=growing`);
    };
    const [one, two] = [await grown(0), await grown(1)];
    for (const [count, { items, total }] of [before, one, two].entries()) {
      expect(items.map(({ events }: Item) => events)).toEqual(count === 0 ? [] : [count]);
      for (const { eventsUrl } of [...items, total]) expect((await sumOf(eventsUrl)).events).toBe(count);
    }
  });

  it('adds up the shares of each funder', async () => {
    const { items } = await json(`/v1/events/totals?groupBy=funder&type=benefits.claim.held.v1&${range}`);
    expect(items).toMatchObject([
      { key: 'city', events: 3, amountFen: 600 },
      { key: 'district', events: 3, amountFen: 300 },
    ]);
    const first = await json(`/v1/events/totals?groupBy=town&limit=1&${range}`);
    expect(first).toMatchObject({ groups: 2, total: { events: 12 }, items: [{ key: 'changfeng', events: 8 }] });
  });

  it('has more groups in a file than the fifty that are shown at first, unless so many are asked for', async () => {
    const actor = 'staff:rounds-1';
    for (let n = 0; n < 51; n++) await world.put(placed(n % 6, `many-${n}`, '2026-09-01T03:30:00Z', actor));
    const url = `/v1/events/totals?groupBy=site&actor=${actor}`;
    await eventually(async () => (await json(url)).groups === 51);
    expect((await json(url)).items).toHaveLength(50);
    const rowsOf = async (address: string): Promise<number> => {
      const headers = { accept: 'text/csv' };
      const { body } = await world.inject({ method: 'GET', url: address, headers, as: { roles: ['auditor'] } });
      return body.trimEnd().split('\r\n').length - 1;
    };
    expect([await rowsOf(url), await rowsOf(`${url}&limit=7`)]).toEqual([51, 7]);
  });

  it('draws bars of days of Shanghai that lead to their events', async () => {
    const answer = await json(`/v1/events/histogram?type=meal-orders.meal-order.placed.v1&bucket=day&${range}`);
    expect(answer.items.map((item: { from: string; events: number }) => [item.from, item.events])).toEqual([
      ...[0, 1, 2, 3].map((n) => [`2026-0${n === 0 ? 2 : 3}-${n === 0 ? '28' : `0${n}`}T16:00:00.000Z`, 1]),
      ['2026-03-30T16:00:00.000Z', 2],
    ]);
    for (const { events, eventsUrl } of answer.items as Item[]) expect(await countOf(eventsUrl)).toBe(events);
    expect(answer.total).toMatchObject({ events: 6, amountFen: 6015 });
    expect((await json(`/v1/events/histogram?${range}`)).bucket).toBe('week');
    expect((await json(`/v1/events/histogram?siteId=none`)).items).toEqual([]);
    // The first and last bar reach no further than the question, nor do the events behind them.
    const part = 'type=meal-orders.meal-order.placed.v1&from=2026-03-02T02:00:00Z&to=2026-03-04T03:00:00Z';
    const bars = (await json(`/v1/events/histogram?${part}&bucket=day`)).items;
    expect(bars).toMatchObject([
      { from: '2026-03-02T02:00:00.000Z', to: '2026-03-02T16:00:00.000Z', events: 1, amountFen: 1001 },
      { from: '2026-03-02T16:00:00.000Z', to: '2026-03-03T16:00:00.000Z', events: 1, amountFen: 1002 },
    ]);
    for (const { events, amountFen, eventsUrl } of bars) expect(await sumOf(eventsUrl)).toEqual({ events, amountFen });
  });

  it('answers from one snapshot although more was journalled', async () => {
    const { snapshot, total } = await json('/v1/events/totals?groupBy=site&siteId=later');
    expect(total.events).toBe(0);
    const late = placed(0, 'later', '2026-07-01T00:00:00Z');
    await world.put(late);
    await world.journalled(1, 'event_id = $1', late.id);
    expect(await countOf(`/v1/events?siteId=later&snapshot=${snapshot}`)).toBe(0);
    expect(await countOf(`/v1/events?siteId=later&snapshot=999999999999999999`)).toBe(1);
  });

  it('makes what an older build journalled searchable', async () => {
    await world.sql('ALTER TABLE journal_fact DISABLE TRIGGER append_only');
    const parts = await world.sql(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'journal_fact'::regclass`,
    );
    for (const { name } of parts) await world.sql(`ALTER TABLE ${name} DISABLE TRIGGER append_only`);
    for (const table of ['journal_share', 'journal_site']) await world.sql(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    const picture = async () =>
      JSON.stringify(
        await Promise.all([
          world.sql('SELECT * FROM journal_fact WHERE at < $1 ORDER BY journal_index', '2026-10-01'),
          world.sql('SELECT * FROM journal_share ORDER BY journal_index, funder'),
          world.sql('SELECT * FROM journal_site ORDER BY site_id'),
        ]),
      );
    const worker = world.app.get(FactsWorker);
    await worker.onModuleDestroy();
    const before = await picture();
    await world.sql(
      'WITH gone AS (DELETE FROM journal_fact), shares AS (DELETE FROM journal_share), sites AS (DELETE FROM journal_site) UPDATE journal_head SET facts_below = (SELECT next_index FROM fact_head)',
    );
    worker.onApplicationBootstrap();
    await eventually(async () => (await picture()) === before);
    // To the patrol they are what the records say.
    expect(await world.patrolled()).toEqual([]);
  });
});
