import { uuidv7 } from '@doorstep/kernel';
import { TOPICS } from '@doorstep/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from './audit-world.js';
import { auditor, openAudit, recordOf } from './audit-world.js';
import { unzipped } from './exports/unzipped.js';
import type { EventPlace } from '../src/explorer/application/event-cursor.js';
import { filterOf } from '../src/explorer/application/event-filter.js';
import { FactReader } from '../src/explorer/application/fact-reader.port.js';
import { Look } from '../src/explorer/application/look.js';

let world: AuditWorld;
let sequence = 0;
const li = uuidv7();
beforeAll(async () => {
  world = await openAudit();
});
afterAll(() => world.close());

const json = async (url: string) => {
  const answer = await world.get(url);
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
};

describe('saved queries', () => {
  const save = (payload: object, key = uuidv7(), as: object = auditor) =>
    world.inject({ method: 'POST', url: '/v1/saved-queries', payload, headers: { 'idempotency-key': key }, as });

  it('are kept under an id that anybody may open', async () => {
    const key = uuidv7();
    const filter = { siteId: 'puya', type: 'benefits.claim.held.v1' };
    const saved = await save({ name: '普雅的补贴', filter }, key);
    expect(saved.statusCode).toBe(201);
    const view = saved.json();
    expect((await save({ name: '普雅的补贴', filter }, key)).json()).toEqual(view);
    const other = await world.get(`/v1/saved-queries/${view.id}`, { ...auditor, subject: 'auditor-2' });
    expect(other.json()).toEqual(view);
    expect(view.eventsUrl).toBe('/audit/v1/events?siteId=puya&type=benefits.claim.held.v1');
    expect((await json('/v1/saved-queries')).items).toEqual([view]);
    await expect(world.sql(`UPDATE saved_query SET name = 'x'`)).rejects.toThrow('append-only');
  });

  it('have an address that anybody may open, whatever stands in it', async () => {
    const actor = '审计 & co=1+#?/%';
    const told = recordOf({ topic: TOPICS.mealOrder, source: 'meal-orders/0/34', sequence: 1, actor });
    await world.put(told);
    await world.journalled(1, 'event_id = $1', told.id);
    const { eventsUrl } = (await save({ name: 'x', filter: { actor, from: '2026-01-01' } })).json();
    const opened = await world.get(eventsUrl.replace('/audit/', '/'), { ...auditor, subject: 'auditor-2' });
    expect(opened.json().items.map(({ id }: { id: string }) => id)).toEqual([told.id]);
  });

  it.each([
    [{ name: '', filter: {} }, 422],
    [{ name: 'x', filter: { where: '1=1' } }, 422],
    [{ name: 'x', filter: { from: '2026-02-01', to: '2026-01-01' } }, 422],
    [{ name: 'x'.repeat(101), filter: {} }, 422],
  ])('are refused as %j', async (payload, status) => {
    expect((await save(payload)).statusCode).toBe(status);
  });

  it('are saved by auditors only', async () => {
    expect((await save({ name: 'x', filter: {} }, uuidv7(), { roles: ['administrator'] })).statusCode).toBe(403);
    expect((await world.get(`/v1/saved-queries/${uuidv7()}`)).json().code).toBe('AUDIT.SAVED_QUERY_NOT_FOUND');
  });
});

describe('lists as files', () => {
  const file = (url: string, accept: string) => world.inject({ method: 'GET', url, headers: { accept }, as: auditor });
  const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

  it('say which filter and snapshot they show: a workbook in a sheet of its own, a CSV beside it', async () => {
    const url = '/v1/events/totals?groupBy=actor&to=2099-01-01&limit=5';
    const [csv, workbook] = [await file(url, 'text/csv'), await file(url, XLSX)];
    for (const { headers } of [csv, workbook]) {
      expect(JSON.parse(decodeURIComponent(headers['x-doorstep-filter'] as string))).toEqual({
        ...{ groupBy: 'actor', to: '2099-01-01', limit: '5' },
      });
      expect(headers['x-doorstep-snapshot']).toMatch(/^\d+$/);
      expect(headers['x-doorstep-rows']).toMatch(/^[1-5]$/);
    }
    const files = unzipped(workbook.rawPayload);
    const about = String(files.get('xl/worksheets/sheet2.xml'));
    for (const text of [
      url.replaceAll('&', '&amp;'),
      'filter to',
      '2099-01-01',
      'snapshot',
      'madeAt',
      '&quot;events&quot;',
    ])
      expect(about).toContain(text);
    expect(String(files.get('xl/workbook.xml'))).toContain('name="说明" sheetId="2" r:id="rId2"');
    expect(String(files.get('xl/_rels/workbook.xml.rels'))).toContain('Id="rId2"');
    expect(String(files.get('[Content_Types].xml'))).toContain('/xl/worksheets/sheet2.xml');
  });

  it('of which nothing is asked say that, too', async () => {
    const { headers, rawPayload } = await file('/v1/saved-queries?limit=7', XLSX);
    expect(headers['x-doorstep-filter']).toBe('%7B%7D');
    expect(String(unzipped(rawPayload).get('xl/worksheets/sheet2.xml'))).toContain('无 none');
  });
});

describe('hostile questions', () => {
  it.each([
    ['/v1/events?minFen=1e9', 'HTTP.VALIDATION'],
    ['/v1/events?minFen=9&maxFen=1', 'AUDIT.RANGE_INVALID'],
    ['/v1/events?snapshot=-1', 'HTTP.VALIDATION'],
    [`/v1/events?siteId=${encodeURIComponent("x' OR '1'='1")}`, 'HTTP.VALIDATION'],
    ['/v1/events?order=asc;drop', 'HTTP.VALIDATION'],
    ['/v1/events/totals?groupBy=bytes', 'HTTP.VALIDATION'],
    ['/v1/events/totals', 'HTTP.VALIDATION'],
    ['/v1/events/totals?groupBy=site&limit=1000', 'HTTP.VALIDATION'],
    ['/v1/events/histogram?bucket=second', 'HTTP.VALIDATION'],
    [`/v1/timelines/secrets/${li}`, 'HTTP.VALIDATION'],
    ['/v1/timelines/order/..%2f..%2fkeys', 'HTTP.VALIDATION'],
    ['/v1/saved-queries?cursor=x', 'AUDIT.CURSOR_INVALID'],
    [`/v1/events?cursor=${Buffer.from('999999999999999.1.1').toString('base64url')}`, 'AUDIT.CURSOR_INVALID'],
  ])('%s is %s', async (url, code) => {
    const answer = await world.get(url);
    expect([answer.statusCode, answer.json().code]).toEqual([422, code]);
  });

  it('for too many bars are refused, and readable without being told how', async () => {
    const bars = Array.from({ length: 1001 }, (_, n) => new Date(Date.UTC(2020, 0, 1, n)).toISOString());
    await world.put(
      ...bars.map((time) =>
        recordOf({ topic: TOPICS.mealOrder, source: 'meal-orders/0/32', sequence: ++sequence, time }),
      ),
    );
    await world.journalled(1001, `event_time < '2021-01-01'`);
    const answer = await world.get('/v1/events/histogram?bucket=hour&to=2021-01-01');
    expect(answer.json()).toMatchObject({ status: 422, code: 'AUDIT.TOO_MANY_BARS' });
    expect((await json('/v1/events/histogram?to=2021-01-01')).items.length).toBeGreaterThan(5);
  }, 180_000);
});

describe('filters that hardly anything fits', () => {
  const budget = { tryMs: 0, records: 40 };
  const rare = uuidv7();

  it('are answered in bounded steps that lose nothing and find nothing twice', async () => {
    const times = Array.from({ length: 300 }, (_, n) => new Date(Date.UTC(2019, 0, 1, 0, 0, n % 97)).toISOString());
    await world.put(
      ...times.map((time, n) =>
        recordOf({
          ...{ topic: TOPICS.mealOrder, source: 'meal-orders/0/33', sequence: n + 1, time },
          ...{ actor: n % 2 === 0 ? 'staff:one' : 'staff:two', correlationid: n % 90 === 7 ? rare : uuidv7() },
        }),
      ),
    );
    await world.journalled(300, `event_time < '2020-01-01'`);
    const [reader, look] = [world.app.get(FactReader), world.app.get(Look)];
    for (const filter of [
      { to: '2020-01-01', correlationId: rare },
      { to: '2020-01-01', actor: 'staff:two', without: 'actor' },
    ] as const)
      for (const order of ['asc', 'desc'] as const) {
        const asked = filterOf(filter);
        const wanted = await look.at(undefined, (tx, end) =>
          reader.list(tx, asked, end, { after: undefined, order, limit: 500 }),
        );
        const found: string[] = [];
        let [after, pages] = [undefined as EventPlace | undefined, 0];
        do {
          const page = { after, order, limit: 3 };
          const part = await look.at(undefined, (tx, end) => reader.search(tx, asked, end, page, budget));
          found.push(...part.found.map(({ entry }) => entry.journalIndex));
          after = part.searchedTo ?? (part.found.length === 3 ? part.found.at(-1)?.place : undefined);
          pages++;
        } while (after !== undefined);
        expect(found).toEqual(wanted.map(({ entry }) => entry.journalIndex));
        expect(pages).toBeGreaterThan(3);
      }
  });
});
