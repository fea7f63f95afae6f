import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MealOrderServedV1 } from '@doorstep/contracts';
import { ConflictError } from '@doorstep/kernel';
import { EventConsumer, On, type ReceivedEvent } from '@doorstep/messaging';
import { eventually, startTestService, type TestService } from '@doorstep/testing';
import { Module } from '@nestjs/common';
import { Feed } from './support/feed.js';
import { people, served } from './support/test-events.js';
import { testLog } from './support/test-log.js';

let refuses = true;

@EventConsumer()
class Picky {
  @On(MealOrderServedV1)
  served(events: readonly ReceivedEvent<typeof MealOrderServedV1>[]): Promise<void> {
    if (refuses) throw new ConflictError('TEST.NOT_NOW', `${events.length} refused`);
    return Promise.resolve();
  }
}

@Module({ providers: [Picky] })
class PickyModule {}

describe('parked keys and repairs over HTTP', () => {
  let service: TestService;
  let feed: Feed;
  const [ann, bob] = people(2, 1) as [string, string];
  beforeAll(async () => {
    service = await startTestService(
      { name: 'benefits', title: 'Test', module: PickyModule, records: [], migrations: [] },
      { env: { LOG_VKEY: testLog.vkey } },
    );
    feed = new Feed(service.topics.prefix);
    await feed.send(...[ann, bob].map((key) => feed.craft(served(key, 1))), feed.craft(served(ann, 2)));
  });
  afterAll(async () => {
    await feed.close();
    await service.close();
  });

  const list = async (
    query = '',
  ): Promise<{ items: { id: string; key: string; messages: number }[]; next: string | null }> => {
    const answer = await service.inject({ method: 'GET', url: `/v1/parked-keys${query}` });
    expect(answer.statusCode).toBe(200);
    return answer.json();
  };

  it('lists them, page by page', async () => {
    await eventually(async () => (await list()).items.reduce((sum, item) => sum + item.messages, 0) === 3);
    const { items, next } = await list();
    expect(next).toBeNull();
    expect(items).toEqual([
      expect.objectContaining({
        key: ann,
        state: 'parked',
        messages: 2,
        reason: 'TEST.NOT_NOW: 1 refused',
        nextAttemptAt: null,
      }),
      expect.objectContaining({ key: bob, state: 'parked', messages: 1 }),
    ]);
    const first = await list('?limit=1');
    expect([first.items[0]?.key, first.next]).toEqual([ann, items[0]?.id]);
    expect((await list(`?limit=1&cursor=${first.next}`)).items[0]?.key).toBe(bob);
  });

  it('retries and says what became of it', async () => {
    const [item] = (await list()).items;
    const url = `/v1/parked-keys/${item?.id}/retry`;
    const refused = await service.inject({ method: 'POST', url });
    expect([refused.statusCode, refused.json()]).toEqual([200, { state: 'parked', reason: 'TEST.NOT_NOW: 1 refused' }]);
    refuses = false;
    const done = await service.inject({ method: 'POST', url });
    expect([done.statusCode, done.json()]).toEqual([200, { state: 'done', reason: null }]);
    expect((await list()).items.map((each) => each.key)).toEqual([bob]);
    expect((await service.inject({ method: 'POST', url })).statusCode).toBe(404);
  });

  it('dismisses with a reason of the list and a ticket, never with words of one’s own', async () => {
    const [item] = (await list()).items;
    const url = `/v1/parked-keys/${item?.id}/dismissal`;
    const dismiss = async (payload: object): Promise<number> =>
      (await service.inject({ method: 'POST', url, payload })).statusCode;
    for (const refused of [
      {},
      { reason: 'test_data' },
      { reason: 'the order of Wang Xiulan', reference: 'OPS-7' },
      { reason: 'test_data', reference: 'Wang Xiulan' },
      { reason: 'test_data', reference: 'OPS-7 Wang' },
      { reason: 'test_data', reference: 'OPS-7', note: 'Wang Xiulan' },
    ])
      expect([refused, await dismiss(refused)]).toEqual([refused, 422]);
    const good = { reason: 'test_data', reference: 'OPS-7' };
    const atOnce = await Promise.all([dismiss(good), dismiss(good)]);
    expect(atOnce.sort()).toEqual([204, 404]);
    expect((await list()).items).toEqual([]);
    for (const act of ['retry', 'dismissal']) {
      const gone = await service.inject({ method: 'POST', url: `/v1/parked-keys/${item?.id}/${act}`, payload: good });
      expect(gone.json()).toMatchObject({ status: 404, code: 'MESSAGING.PARKED_KEY_NOT_FOUND' });
    }
  });

  it('publishes each act with who did it', async () => {
    const acts = await eventually(async () => {
      const events = await service.events();
      if (events.length < 3) throw new Error(`${events.length} events`);
      return events;
    });
    expect(acts.map((act) => [act.type, act.actor, (act.data as { reason: string }).reason])).toEqual([
      ['benefits.parked-key.retried.v1', 'staff:admin-1', 'TEST.NOT_NOW'],
      ['benefits.parked-key.retried.v1', 'staff:admin-1', 'TEST.NOT_NOW'],
      ['benefits.parked-key.dismissed.v1', 'staff:admin-1', 'test_data'],
    ]);
    expect(acts[2]?.data).toMatchObject({ messages: 1, reference: 'OPS-7' });
  });

  it('is for administrators; auditors may look', async () => {
    const url = '/v1/parked-keys';
    expect((await service.inject({ method: 'GET', url, as: { roles: ['auditor'] } })).statusCode).toBe(200);
    expect((await service.inject({ method: 'GET', url, as: { roles: ['site_operator'] } })).statusCode).toBe(403);
    const retry = { method: 'POST', url: `${url}/${people(1)[0]}/retry` } as const;
    expect((await service.inject({ ...retry, as: { roles: ['auditor'] } })).statusCode).toBe(403);
    expect((await service.inject({ ...retry, as: null })).statusCode).toBe(401);
    expect((await service.inject(retry)).statusCode).toBe(404);
    expect((await service.inject({ method: 'POST', url: `${url}/x/retry` })).statusCode).toBe(422);
  });

  it('feeds repairs and refuses nonsense', async () => {
    const topic = 'meal-orders.order.events';
    const repair = (records: object[], name = topic) =>
      service.inject({ method: 'POST', url: '/v1/repairs', payload: { topic: name, records } });
    const next = testLog.prove(feed.craft(served(ann, 3)).value);
    expect((await repair([next])).json()).toEqual({ partitions: [{ partition: 1, applied: 1 }] });
    expect((await repair([next])).json()).toEqual({ partitions: [{ partition: 1, applied: 0 }] });
    expect((await repair([testLog.prove(Buffer.from('{}'))])).json()).toMatchObject({
      status: 422,
      code: 'MESSAGING.REPAIR_REFUSED',
    });
    expect((await repair([next], 'audit.finding.events')).statusCode).toBe(422);
    expect((await repair([{ ...next, bytes: 'no base64!' }])).statusCode).toBe(422);
    expect((await repair([{ bytes: next.bytes }])).statusCode).toBe(422);
    const invented = testLog.prove(feed.craft(served(ann, 4)).value);
    expect((await repair([{ ...invented, proof: next.proof }])).json()).toMatchObject({
      status: 422,
      code: 'MESSAGING.REPAIR_REFUSED',
      detail: expect.stringContaining('is not proven'),
    });
    expect((await repair([])).statusCode).toBe(422);
  });
});
