import { describe, expect, it } from '@jest/globals';
import { murmur2, partitionOf, uuidv7 } from '@doorstep/kernel';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';

const kafkajs = Partitioners.DefaultPartitioner();
const byKafkajs = (key: string, partitions: number): number =>
  kafkajs({
    topic: 't',
    message: { key, value: null },
    partitionMetadata: Array.from({ length: partitions }, (_, partitionId) => ({
      partitionId,
      leader: 0,
      partitionErrorCode: 0,
      replicas: [],
      isr: [],
    })),
  });

describe('partitionOf', () => {
  it('agrees with the default partitioner of kafkajs for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        fc.pre(key.isWellFormed());
        expect(partitionOf(key, partitions)).toBe(byKafkajs(key, partitions));
      }),
      { numRuns: 2_000 },
    );
  });

  // From the tests of the Java client (UtilsTest.testMurmur2).
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('computes the hash of %s as the Java client does', (key, hash) => expect(murmur2(key)).toBe(hash));

  it('spreads ids evenly', () => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < 8_000; i++) counts[partitionOf(uuidv7(), 8)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});
