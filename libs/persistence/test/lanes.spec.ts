import { describe, expect, it } from '@jest/globals';
import { LANES_PER_PARTITION, PARTITIONS } from '@doorstep/contracts';
import { partitionOf, uuidv7 } from '@doorstep/kernel';
import { lanesFor, laneOf, numberOf } from '@doorstep/persistence';

describe('lanes', () => {
  it('belong to the partition of their key and use all eight in it', () => {
    const used = new Set<number>();
    for (let i = 0; i < 5_000; i++) {
      const key = uuidv7();
      const { lane } = laneOf({ space: 'person', key });
      expect(Math.floor(lane / LANES_PER_PARTITION)).toBe(partitionOf(key, PARTITIONS.person));
      used.add(lane);
    }
    expect(used.size).toBe(PARTITIONS.person * LANES_PER_PARTITION);
  });

  it('of a partition are those of all its keys', () => {
    const key = uuidv7();
    const partition = partitionOf(key, PARTITIONS.person);
    const numbers = lanesFor({ keys: [], partitions: [{ space: 'person', partition }] }).map(numberOf);
    expect(numbers).toHaveLength(LANES_PER_PARTITION);
    expect(numbers).toContain(numberOf(laneOf({ space: 'person', key })));
  });

  it('come once each and sorted, so that two transactions never wait for each other', () => {
    const keys = Array.from({ length: 300 }, () => ({ space: 'person' as const, key: uuidv7() }));
    const numbers = lanesFor({
      keys: [...keys, { space: 'budget', key: 'b' }, ...keys],
      partitions: [{ space: 'site', partition: 1 }],
    }).map(numberOf);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it('keep key spaces apart', () => {
    const key = 'same';
    expect(numberOf(laneOf({ space: 'pack', key }))).not.toBe(numberOf(laneOf({ space: 'budget', key })));
  });

  it('exist only for partitions that exist', () => {
    expect(() => lanesFor({ keys: [], partitions: [{ space: 'pack', partition: 1 }] })).toThrow('no partition 1');
  });
});
