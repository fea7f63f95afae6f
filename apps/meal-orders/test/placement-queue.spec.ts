import { describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@doorstep/kernel';
import type { PlacementBatch } from '../src/orders/application/placement-batch.js';
import {
  MAX_BATCH,
  MAX_RUNNING,
  MAX_WAITING,
  PlacementQueue,
  QueueFullError,
} from '../src/orders/application/placement-queue.js';
import type { PlaceMealOrder, PlacementOutcome } from '../src/orders/application/place-meal-order.command.js';

const command = (personId: string | null = uuidv7(), key = uuidv7(), more: object = {}): PlaceMealOrder =>
  ({
    body: { id: uuidv7(), personId },
    request: { principal: 'staff:op', route: 'POST /v1/orders', key, bodyHash: uuidv7(), ...more },
  }) as PlaceMealOrder;

/** A batch that says what it was given and ends when it is told to. */
class Counter {
  readonly groups: (readonly PlaceMealOrder[])[] = [];
  private readonly ends: (() => void)[] = [];

  constructor(private readonly fail: (group: readonly PlaceMealOrder[]) => Error | undefined = () => undefined) {}

  async run(group: readonly PlaceMealOrder[]): Promise<PlacementOutcome[]> {
    this.groups.push(group);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    const error = this.fail(group);
    if (error) throw error;
    return group.map(({ body }) => ({ kind: 'replayed', orderId: body.id }));
  }

  async finish(): Promise<void> {
    while (this.ends.length > 0) {
      for (const end of this.ends.splice(0)) end();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const queueOf = (counter: Counter): PlacementQueue => new PlacementQueue(counter as unknown as PlacementBatch);

describe('the line before the counter', () => {
  it('places who comes alone at once, and those who come meanwhile together', async () => {
    const counter = new Counter();
    const queue = queueOf(counter);
    const placing = Array.from({ length: MAX_RUNNING + 10 }, () => queue.place(command()));
    expect(counter.groups.map(({ length }) => length)).toEqual([1, 1]);
    await counter.finish();
    expect(counter.groups[2]).toHaveLength(10);
    expect(await Promise.all(placing)).toHaveLength(MAX_RUNNING + 10);
  });

  it('answers each with its own outcome, in bounded groups', async () => {
    const counter = new Counter();
    const queue = queueOf(counter);
    const commands = Array.from({ length: 200 }, () => command());
    const placing = commands.map((one) => queue.place(one));
    await counter.finish();
    const outcomes = await Promise.all(placing);
    expect(outcomes).toEqual(commands.map(({ body }) => ({ kind: 'replayed', orderId: body.id })));
    expect(Math.max(...counter.groups.map(({ length }) => length))).toBeLessThanOrEqual(MAX_BATCH);
  });

  it('never has two orders of one person, or one key twice, in a group', async () => {
    const counter = new Counter();
    const queue = queueOf(counter);
    const [person, key] = [uuidv7(), uuidv7()];
    const commands = [command(), command(), command(person), command(person), command(null, key), command(null, key)];
    const placing = commands.map((one) => queue.place(one));
    await counter.finish();
    await Promise.all(placing);
    for (const group of counter.groups) {
      const persons = group.flatMap(({ body }) => (body.personId === null ? [] : [body.personId]));
      expect(new Set(persons).size).toBe(persons.length);
      expect(new Set(group.map(({ request }) => request.key)).size).toBe(group.length);
    }
  });

  it('places a request that is sent fifty times at once only once, and answers all alike', async () => {
    const counter = new Counter();
    const queue = queueOf(counter);
    const key = uuidv7();
    const one = command(null, key);
    const storm = Array.from({ length: 50 }, () => queue.place({ ...one }));
    const others = [command(null, key), command(null, key, { principal: 'staff:other' })];
    const placing = others.map((each) => queue.place(each));
    await counter.finish();
    const [first, ...rest] = await Promise.all(storm);
    for (const outcome of rest) expect(outcome).toEqual(first);
    expect(counter.groups.flat()).toHaveLength(3);
    await Promise.all(placing);
    const later = queue.place({ ...one });
    await counter.finish();
    await later;
    expect(counter.groups.flat()).toHaveLength(4);
  });

  it('forgets a request that failed, so that it can be sent again', async () => {
    let away = true;
    const counter = new Counter(() => (away ? new Error('connect ECONNREFUSED') : undefined));
    const queue = queueOf(counter);
    const one = command();
    const failed = Promise.allSettled([queue.place(one), queue.place({ ...one })]);
    await counter.finish();
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    const again = queue.place({ ...one });
    await counter.finish();
    expect(await again).toMatchObject({ kind: 'replayed' });
  });

  it('tries each alone when the database refuses the group', async () => {
    const poison = command();
    const broken = Object.assign(new Error('check violated'), { code: '23514' });
    const counter = new Counter((group) => (group.includes(poison) ? broken : undefined));
    const queue = queueOf(counter);
    const placing = [command(), command(), command(), poison, command()].map((one) => queue.place(one));
    const settled = Promise.allSettled(placing);
    await counter.finish();
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('fails the whole group at once when the database is away', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const counter = new Counter(() => away);
    const queue = queueOf(counter);
    const settled = Promise.allSettled(Array.from({ length: 12 }, () => queue.place(command())));
    await counter.finish();
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    expect(counter.groups).toHaveLength(3);
  });

  it('says so when too many stand in line', async () => {
    const counter = new Counter();
    const queue = queueOf(counter);
    const placing = Array.from({ length: MAX_WAITING + MAX_RUNNING }, () => queue.place(command()));
    await expect(queue.place(command())).rejects.toThrow(QueueFullError);
    await counter.finish();
    await Promise.all(placing);
  });
});
