import { describe, expect, it } from '@jest/globals';
import type { PartitionTail } from '../src/kafka/ports.js';
import { HorizonWatch } from '../src/relay/horizon-watch.js';
import { Sleeper } from '../src/relay/sleeper.js';
import { ownLast } from '../src/relay/start-check.js';
import { Feed } from './support/feed.js';
import { people, served } from './support/test-events.js';

describe('the last own record of a partition', () => {
  const tailOf = (...values: (Buffer | null)[]): PartitionTail => ({
    topic: 't',
    partition: 0,
    end: BigInt(values.length),
    records: values.map((value, offset) => ({ topic: 't', partition: 0, offset: BigInt(offset), key: null, value })),
  });
  const [ann] = people(1) as [string];
  const own = new Feed('', 'meal-orders/0/3').craft(served(ann, 1));
  const foreign = new Feed('', 'meal-orders/9/1').craft(served(ann, 1));

  it('is found behind foreign and broken ones', () => {
    const tail = tailOf(own.value, foreign.value, Buffer.from('nonsense'), null);
    expect(ownLast(tail, 'meal-orders/0/1')).toEqual({ epoch: 3, sequence: 1, id: own.id });
  });

  it('is the furthest, not the newest: a relay that was frozen sends old numbers behind those of its successor', () => {
    const feed = new Feed('', 'meal-orders/0/3');
    const [first, second, third] = [1, 2, 3].map((n) => feed.craft(served(ann, n))) as [typeof own, ...(typeof own)[]];
    const former = new Feed('', 'meal-orders/0/2');
    for (let n = 1; n < 9; n++) former.craft(served(ann, n));
    const values = [first, second, third, first, second, former.craft(served(ann, 9))].map((record) => record?.value);
    expect(ownLast(tailOf(...(values as Buffer[])), 'meal-orders/0/1')).toEqual({
      epoch: 3,
      sequence: 3,
      id: third?.id,
    });
  });

  it('is nothing where the source never wrote', () => {
    expect(ownLast(tailOf(foreign.value), 'meal-orders/0/1')).toBeUndefined();
    expect(ownLast(tailOf(), 'meal-orders/0/1')).toBeUndefined();
  });
});

describe('the horizon', () => {
  it('shows for how long the oldest write transaction has been seen', async () => {
    const snapshots = [
      ['5', '5'],
      ['5', '7'],
      ['5', '9'],
      ['8', '9'],
      ['9', '9'],
    ];
    const client = {
      query: () => Promise.resolve({ rows: [{ xmin: snapshots[0]?.[0], xmax: snapshots.shift()?.[1] }] }),
    };
    const watch = new HorizonWatch(client as never);
    const ages: number[] = [];
    for (const now of [1_000, 2_000, 4_500, 6_000, 7_000]) {
      await watch.look(now);
      ages.push(watch.oldestWriteSeconds());
    }
    expect(ages).toEqual([0, 1, 3.5, 0, 0]);
  });
});

describe('a sleeper', () => {
  it('wakes at once, and keeps a wake that comes too early for the next sleep only', async () => {
    const sleeper = new Sleeper();
    const begun = performance.now();
    sleeper.wake();
    await sleeper.sleep(5_000);
    setTimeout(() => sleeper.wake(), 10);
    await sleeper.sleep(5_000);
    expect(performance.now() - begun).toBeLessThan(1_000);
    const later = performance.now();
    await sleeper.sleep(30);
    expect(performance.now() - later).toBeGreaterThan(25);
  });
});
