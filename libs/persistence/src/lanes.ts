import type { KeySpace } from '@doorstep/contracts';
import { LANES_PER_PARTITION, PARTITIONS } from '@doorstep/contracts';
import { assert, murmur2, partitionOf } from '@doorstep/kernel';
import type { LaneKey, TransactionOptions } from './tx.js';

/** First number of the two-number advisory locks. Never reused: two builds of one service must mean the same lane. */
const SPACE_NUMBERS: Readonly<Record<KeySpace, number>> = {
  person: 1,
  site: 2,
  staff: 3,
  pack: 4,
  budget: 5,
  finding: 6,
  access: 7,
  operation: 8,
};

/** One advisory lock. `lane` is `partition x 8 + one of 8`. */
export interface Lane {
  readonly space: number;
  readonly lane: number;
}

/**
 * The lane of a key. The partition takes the low bits of the hash, so the lane inside it takes the high ones; else all keys
 * of a partition would share one lane.
 */
export function laneOf(key: LaneKey): Lane {
  const partition = partitionOf(key.key, PARTITIONS[key.space]);
  const within = (murmur2(key.key) >>> 16) % LANES_PER_PARTITION;
  return { space: SPACE_NUMBERS[key.space], lane: partition * LANES_PER_PARTITION + within };
}

/** Every lane that the options name, once, in the one order in which all transactions take them. */
export function lanesFor(options: Pick<TransactionOptions, 'keys' | 'partitions'>): Lane[] {
  const lanes = new Map<number, Lane>();
  for (const key of options.keys) put(lanes, laneOf(key));
  for (const { space, partition } of options.partitions ?? []) {
    assert(partition >= 0 && partition < PARTITIONS[space], `no partition ${partition} in key space ${space}`);
    for (let within = 0; within < LANES_PER_PARTITION; within++)
      put(lanes, { space: SPACE_NUMBERS[space], lane: partition * LANES_PER_PARTITION + within });
  }
  return [...lanes.values()].sort((a, b) => numberOf(a) - numberOf(b));
}

export function numberOf(lane: Lane): number {
  return lane.space * 0x10000 + lane.lane;
}

function put(lanes: Map<number, Lane>, lane: Lane): void {
  lanes.set(numberOf(lane), lane);
}
