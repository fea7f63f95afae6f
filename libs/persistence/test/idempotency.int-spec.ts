import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@doorstep/kernel';
import { Idempotency, Transactions, type IdempotentRequest, type Tx } from '@doorstep/persistence';
import { scratchDatabase, type Scratch } from './support.js';

const REQUEST: IdempotentRequest = { principal: 'staff:op-puya', route: 'POST /v1/orders', key: 'k1', bodyHash: 'a' };
const ANSWER = { status: 201, resourceId: 'order-1' };

describe('idempotency', () => {
  const idempotency = new Idempotency();
  let scratch: Scratch;
  let transactions: Transactions;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    transactions = new Transactions(await scratch.open(12));
  });
  afterAll(() => scratch.drop());

  const place = (request: IdempotentRequest, keys: readonly { space: 'person'; key: string }[] = []) =>
    transactions.run({ keys }, async (tx) => {
      const replay = await idempotency.replayOf(tx, request);
      if (replay) return { ...replay, replayed: true };
      await tx.query('SELECT pg_sleep(0.05)');
      await idempotency.remember(tx, request, ANSWER);
      return { ...ANSWER, replayed: false };
    });

  it('does a request once and answers repeats with the same status and id', async () => {
    expect(await place(REQUEST)).toEqual({ ...ANSWER, replayed: false });
    expect(await place(REQUEST)).toEqual({ ...ANSWER, replayed: true });
  });

  it('refuses another body under the same key', async () => {
    await expect(place({ ...REQUEST, bodyHash: 'b' })).rejects.toMatchObject({ code: 'IDEMPOTENCY.KEY_REUSED' });
  });

  it('keeps principals and routes apart', async () => {
    expect(await place({ ...REQUEST, principal: 'family:1' })).toMatchObject({ replayed: false });
    expect(await place({ ...REQUEST, route: 'POST /v1/refunds' })).toMatchObject({ replayed: false });
  });

  it('answers 409 while the first still runs', async () => {
    const request = { ...REQUEST, key: 'busy' };
    const first = transactions.run({ keys: [] }, async (tx) => {
      await idempotency.replayOf(tx, request);
      await tx.query('SELECT pg_sleep(0.4)');
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(place(request)).rejects.toMatchObject({ code: 'IDEMPOTENCY.IN_PROGRESS' });
    await first;
  });

  it('waits a moment for a first request that is just ending, also for many at once', async () => {
    const [ending, other] = ['ending', 'other'].map((key) => ({ ...REQUEST, key })) as [
      IdempotentRequest,
      IdempotentRequest,
    ];
    let [locked, end] = [(): void => undefined, (): void => undefined];
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const mayEnd = new Promise<void>((resolve) => (end = resolve));
    const first = transactions.run({ keys: [] }, async (tx) => {
      await idempotency.replayOf(tx, ending);
      locked();
      await mayEnd;
      throw new Error('refused');
    });
    const refused = expect(first).rejects.toThrow('refused');
    await isLocked;
    const answers = await transactions.run({ keys: [] }, (tx) => {
      // The first request ends just after the repeat was refused its lock.
      const query = async (...[sql, parameters]: Parameters<Tx['query']>): Promise<never[]> => {
        const rows = await tx.query<never>(sql, parameters);
        end();
        await refused;
        return rows;
      };
      return idempotency.replaysOf(Object.assign(Object.create(tx) as Tx, { query }), [other, ending]);
    });
    expect(answers).toEqual([undefined, undefined]);
  });

  it('answers each of many by itself', async () => {
    const [done, busy, fresh] = ['done', 'busy-2', 'fresh'].map((key) => ({ ...REQUEST, key })) as [
      IdempotentRequest,
      IdempotentRequest,
      IdempotentRequest,
    ];
    await place(done);
    await transactions.run({ keys: [] }, async (first) => {
      await idempotency.replayOf(first, busy);
      const answers = await transactions.run({ keys: [] }, (tx) =>
        idempotency.replaysOf(tx, [busy, { ...done, bodyHash: 'b' }, fresh, done]),
      );
      expect(answers.map((answer) => (answer instanceof DomainError ? answer.code : answer))).toEqual([
        'IDEMPOTENCY.IN_PROGRESS',
        'IDEMPOTENCY.KEY_REUSED',
        undefined,
        ANSWER,
      ]);
    });
  });

  it('does the effect once for 50 identical requests at once', async () => {
    const request = { ...REQUEST, key: 'storm' };
    const keys = [{ space: 'person', key: 'p1' }] as const;
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => place(request, keys)));
    const values = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined));
    expect(values.every((value) => value?.resourceId === 'order-1')).toBe(true);
    expect(values.filter((value) => value?.replayed === false)).toHaveLength(1);
  });

  it('forgets nothing younger than two days', async () => {
    expect(await transactions.run({ keys: [] }, (tx) => idempotency.forget(tx, 0))).toBe(0);
    await scratch.asOwner(`UPDATE idempotency_key SET created_at = now() - interval '3 days' WHERE key = 'storm'`);
    expect(await transactions.run({ keys: [] }, (tx) => idempotency.forget(tx, 0))).toBe(1);
  });
});
