import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Outbox } from '@doorstep/messaging';
import { eventually, type TestDatabase } from '@doorstep/testing';
import type pg from 'pg';
import { documentOf } from '../src/relay/document.js';
import { FreshEvents, type FreshEvent } from '../src/relay/fresh-events.js';
import { OutboxReader } from '../src/relay/outbox-reader.js';
import type { OutboxRow } from '../src/relay/outbox-row.js';
import { relayClient } from '../src/relay/relay-connection.js';
import { META, people, served } from './support/test-events.js';
import { asOwner, World, type TestMessaging } from './support/world.js';

describe('events that a process has just committed', () => {
  let world: World;
  let database: TestDatabase;
  let service: TestMessaging;
  let client: pg.Client;
  beforeAll(async () => {
    world = await World.create();
    database = await world.database();
    service = await world.start({ database, relay: false });
    client = relayClient(database.appUrl, 'reader', { idleMs: 60_000 });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  const [ann, bob] = people(2) as [string, string];
  const write = (outbox: Outbox, keys: readonly string[], meta = META): Promise<unknown> =>
    service.transactions.run({ keys: keys.map((key) => ({ space: 'person', key })) }, (tx) =>
      outbox.add(tx, meta, ...keys.map((key, n) => served(key, n))),
    );
  /** Other tests write on the same server: what is committed can be read when all that began before it has ended. */
  const readable = (): Promise<unknown> =>
    eventually(
      async () => {
        const [row] = await asOwner<{ ready: boolean }>(
          database,
          'SELECT bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())) AS ready FROM outbox',
        );
        return row?.ready !== false;
      },
      { timeoutMs: 60_000, everyMs: 20 },
    );
  const read = async (fresh?: FreshEvents): Promise<OutboxRow[]> => {
    await readable();
    return new OutboxReader(client, fresh).after('0', '0', '2026-01-01', 1_000);
  };
  const documents = (rows: readonly OutboxRow[]): string[] => rows.map((row, n) => documentOf(row, 's', n + 1, n));

  it('are told of as if they had been read back, to the byte, among those of other instances', async () => {
    const fresh = new FreshEvents();
    const own = new Outbox((events) => fresh.keep(events));
    const foreign = new Outbox(() => undefined);
    const strange = { actor: 'staff:"张"\\', correlationId: 'é', causationId: '\ud800' };
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await write(own, [ann, bob]);
    await write(foreign, [bob]);
    await write(own, [bob, ann], strange);
    await write(own, [ann], { ...META, traceparent });
    const told = await read(fresh);
    expect(told).toHaveLength(6);
    expect(documents(told)).toEqual(documents(await read()));
    expect(told.map((row) => row.traceparent)).toEqual([...Array<null>(5).fill(null), traceparent]);
    expect(fresh.isEmpty).toBe(true);
  });

  it('are the same to a reader that has found most of them elsewhere, and again their own', async () => {
    const fresh = new FreshEvents();
    const own = new Outbox((events) => fresh.keep(events));
    const foreign = new Outbox(() => undefined);
    const last = (await read()).at(-1);
    const [reader, plain] = [new OutboxReader(client, fresh), new OutboxReader(client)];
    const asked: string[] = [];
    const query = jest.spyOn(client, 'query');
    let after = { xid: last?.xid ?? '0', position: last?.position ?? '0' };
    const steps: readonly [Outbox, number][] = [[own, 1], [foreign, 3], [own, 2], [own, 2]]; // prettier-ignore
    for (const [outbox, times] of steps) {
      for (let time = 0; time < times; time++) await write(outbox, [ann, bob]);
      if (outbox === foreign) await write(own, [ann]);
      await readable();
      query.mockClear();
      const rows = await reader.after(after.xid, after.position, '2026-01-01', 1_000);
      asked.push(query.mock.calls.map(([config]) => (config as { name?: string }).name).join('+'));
      expect(fresh.isEmpty).toBe(true);
      expect(documents(rows)).toEqual(documents(await plain.after(after.xid, after.position, '2026-01-01', 1_000)));
      after = rows.at(-1) as OutboxRow;
    }
    query.mockRestore();
    expect(asked).toEqual(['outbox-places', 'outbox-places+outbox-at', 'outbox-after', 'outbox-places']);
  });

  it('are none of a transaction that was aborted', async () => {
    const fresh = new FreshEvents();
    const own = new Outbox((events) => fresh.keep(events));
    const failing = service.transactions.run({ keys: [{ space: 'person', key: ann }] }, async (tx) => {
      await own.add(tx, META, served(ann, 7));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(fresh.isEmpty).toBe(true);
  });

  it('are forgotten when nobody asks for them, and not kept when they are too many or too large', () => {
    const event = {
      ...{ id: 'a', data: '{}', key: 'k', actor: 'a', correlation: 'c', causation: null, traceparent: null },
    } as FreshEvent;
    const left = new FreshEvents();
    left.keep([event], 0);
    left.keep([{ ...event, id: 'b' }], 20_000);
    expect([left.take('a'), left.take('b')]).toEqual([undefined, { ...event, id: 'b' }]);
    const few = new FreshEvents({ rows: 2, size: 100 });
    few.keep(['a', 'b', 'c'].map((id) => ({ ...event, id })));
    expect(['c', 'b', 'a'].map((id) => few.take(id)?.id)).toEqual([undefined, 'b', 'a']);
    few.keep([{ ...event, data: ' '.repeat(101) }]);
    expect(few.isEmpty).toBe(true);
  });
});
