import type { InspectedRecord } from '../../src/consumer/inspected-record.js';

export interface InspectedOptions {
  readonly type?: string;
  readonly kind?: InspectedRecord['kind'];
  readonly numbers?: InspectedRecord['numbers'];
  readonly offset?: number;
  readonly problem?: string;
}

/** An inspected record of a key, in short. */
export function inspected(index: number, key: string, options: InspectedOptions = {}): InspectedRecord {
  const { type = 'a', kind = 'event', offset = index, problem } = options;
  const sequence = BigInt(index + 1);
  return {
    index,
    key,
    kind,
    record: { offset: BigInt(offset), key, value: null },
    numbers: 'numbers' in options ? options.numbers : { source: 's', sequence, previous: sequence - 1n },
    envelope: { type } as InspectedRecord['envelope'],
    event: { key, type } as InspectedRecord['event'],
    problem,
  };
}
