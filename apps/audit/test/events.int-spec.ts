import { TOPICS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from './audit-world.js';
import { keyIn, openAudit, recordOf } from './audit-world.js';

let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit();
});
afterAll(() => world.close());

const bytesOf = (items: { bytes: string }[]) => items.map(({ bytes }) => Buffer.from(bytes, 'base64'));

describe('the events', () => {
  it('come back with exactly their bytes, by everything that they are known by', async () => {
    const [source, person, correlationid] = ['meal-orders/0/11', uuidv7(), uuidv7()];
    const time = '2026-11-23T04:00:00.000Z';
    const wanted = recordOf({ source, sequence: 1, key: person, correlationid, time });
    const other = recordOf({ source, sequence: 2, time: '2026-11-24T04:00:00.000Z' });
    const site = recordOf({
      source,
      sequence: 3,
      topic: TOPICS.mealMenu,
      key: 'puya',
      type: 'meal-orders.menu.published.v1',
    });
    await world.put(wanted, other, site);
    await world.journalled(3, `actor = 'staff:op-puya'`);
    const filters = [
      `personId=${person}`,
      `subject=${person}`,
      `correlationId=${correlationid}`,
      `source=${encodeURIComponent(source)}&type=${wanted.type}&to=2026-11-24`,
      `topic=${wanted.topic.name}&from=2026-11-23T04:00:00Z&to=2026-11-23T12:00:01%2B08:00&subject=${person}`,
    ];
    for (const filter of filters) {
      const { items, next } = (await world.get(`/v1/events?${filter}`)).json();
      expect([filter, next, bytesOf(items)]).toEqual([filter, null, [wanted.bytes]]);
    }
    const one = (await world.get(`/v1/events/${wanted.id}`)).json();
    expect(one).toMatchObject({
      source,
      sequence: '1',
      key: person,
      personId: person,
      time,
      actor: 'staff:op-puya',
      correlationId: correlationid,
      problem: null,
      document: JSON.parse(wanted.bytes.toString()),
    });
    expect((await world.get(`/v1/events/${site.id}`)).json()).toMatchObject({ subject: 'puya', personId: null });
    expect((await world.get(`/v1/events?personId=${person}&type=no.such.type.v1`)).json()).toMatchObject({
      items: [],
      next: null,
    });
  });

  it('are paged within one snapshot while more arrive', async () => {
    const source = 'meal-orders/0/12';
    const records = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => recordOf({ source, sequence: from + n }));
    const inSource = `stream_id IN (SELECT stream_id FROM journal_stream WHERE source = $1)`;
    await world.put(...records(1, 40));
    await world.journalled(40, inSource, source);
    for (const [order, before] of [
      ['asc', 40],
      ['desc', 60],
    ] as const) {
      const seen: number[] = [];
      const snapshots = new Set<string>();
      let cursor = '';
      while (cursor !== 'none') {
        const url = `/v1/events?source=${encodeURIComponent(source)}&order=${order}&limit=7${cursor}`;
        const { items, next, snapshot } = (await world.get(url)).json();
        seen.push(...items.map(({ journalIndex }: { journalIndex: string }) => Number(journalIndex)));
        snapshots.add(snapshot);
        if (seen.length === 7) {
          await world.put(...records(before + 1, 20));
          await world.journalled(before + 20, inSource, source);
        }
        cursor = next === null ? 'none' : `&cursor=${next}`;
      }
      expect([seen.length, new Set(seen).size, snapshots.size]).toEqual([before, before, 1]);
      expect(seen).toEqual([...seen].sort((a, b) => (order === 'asc' ? a - b : b - a)));
    }
  });

  it('include what nobody understands, with its problem', async () => {
    const person = keyIn(5);
    const [source, topic] = ['meal-orders/0/13', TOPICS.mealOrder];
    await world.publishRaw(topic, person, '{"specversion":');
    await world.publishRaw(topic, person, Buffer.from([0xff, 0x00, 0x7b]));
    await world.publishRaw(topic, person, null);
    await world.put(
      recordOf({ source, sequence: 1, key: person, type: 'meal-orders.meal-order.invented.v9' }),
      recordOf({ source: 'registry/0/1', sequence: 1, key: person }),
    );
    const misplaced = recordOf({ source, sequence: 2, previous: 1 });
    await world.publishRaw(topic, person, misplaced.bytes);
    await world.journalled(6, 'partition = 5 AND problem IS NOT NULL');
    const rows = await world.sql(
      'SELECT problem, sequence FROM journal WHERE problem IS NOT NULL ORDER BY journal_index',
    );
    expect(rows.map(({ problem }) => String(problem).split(':')[0])).toEqual([
      'MALFORMED',
      expect.any(String),
      'TOMBSTONE',
      'UNKNOWN_TYPE',
      'FOREIGN_SOURCE',
      'WRONG_KEY',
    ]);
    expect(rows.map(({ sequence }) => sequence)).toEqual([null, null, null, '1', null, '2']);
    const { items } = (await world.get('/v1/events?topic=meal-orders.order.events&limit=200')).json();
    // What cannot be read has the time of its arrival, whatever day that is.
    const odd = items
      .filter(({ problem }: { problem: string | null }) => problem !== null)
      .sort(
        (a: { journalIndex: string }, b: { journalIndex: string }) => Number(a.journalIndex) - Number(b.journalIndex),
      );
    expect(odd).toHaveLength(6);
    expect(Buffer.from(odd[1].bytes, 'base64')).toEqual(Buffer.from([0xff, 0x00, 0x7b]));
    expect(odd[2].bytes).toBeNull();
    expect(odd.map(({ leafIndex }: { leafIndex: string | null }) => leafIndex !== null)).toEqual(
      odd.map(({ sequence }: { sequence: string | null }) => sequence !== null),
    );
    expect((await world.get('/v1/parked-keys')).json().items).toEqual([]);
  });

  it('are for auditors only', async () => {
    const urls = [
      '/v1/events',
      `/v1/events/${uuidv7()}`,
      '/v1/sources',
      '/v1/records?source=a&fromSequence=1&toSequence=2',
    ];
    for (const url of urls) {
      expect((await world.get(url, null)).statusCode).toBe(401);
      expect((await world.get(url, { roles: ['finance_checker'] })).statusCode).toBe(403);
    }
  });

  it.each([
    ['/v1/events?limit=0', 422, 'HTTP.VALIDATION'],
    ['/v1/events?limit=201', 422, 'HTTP.VALIDATION'],
    ['/v1/events?limit=5&cursor=!!', 422, 'AUDIT.CURSOR_INVALID'],
    ['/v1/events?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5', 422, 'AUDIT.CURSOR_INVALID'],
    ['/v1/events?from=2026-11-24&to=2026-11-23', 422, 'AUDIT.RANGE_INVALID'],
    ['/v1/events?from=yesterday', 422, 'HTTP.VALIDATION'],
    ['/v1/events?personId=7', 422, 'HTTP.VALIDATION'],
    ['/v1/events?subject=%00', 400, 'HTTP.MALFORMED'],
    ['/v1/events?where=1', 422, 'HTTP.VALIDATION'],
    ['/v1/events/7', 422, 'HTTP.VALIDATION'],
    ['/v1/events/019aa000-0000-7000-8000-00000000ffff', 404, 'AUDIT.EVENT_NOT_FOUND'],
  ])('%s is %i %s', async (url, status, code) => {
    const answer = await world.get(url);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it.each(["subject=' OR 1=1 --", 'from=0000-01-01T00:00:00Z', 'to=9999-12-31T23:59:59Z', 'type=%F0%9F%8D%B2'])(
    '%s is harmless',
    async (query) => {
      expect((await world.get(`/v1/events?${query.replaceAll(' ', '%20')}`)).statusCode).toBe(200);
    },
  );
});
