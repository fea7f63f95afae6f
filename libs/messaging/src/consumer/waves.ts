import { assert } from '@doorstep/kernel';
import type { InspectedRecord } from './inspected-record.js';

export interface Wave {
  /** Type of the first event; the others go to the same handlers. */
  readonly type: string;
  /** In their original order; each key's events are consecutive in its own history. */
  readonly records: readonly InspectedRecord[];
}

interface KeyQueue {
  readonly records: InspectedRecord[];
  at: number;
}

/**
 * Cuts a batch into as few arrays as possible, each for one group of event types, while every key keeps its order: always takes the
 * group that stands first for the most keys, and of each of those keys all that it has of that group in a row.
 */
export class Waves {
  private readonly queues = new Map<string, KeyQueue>();
  private readonly heads = new Map<string, Set<KeyQueue>>();
  /** A batch of one group is one array as it is; its keys are only told apart when one of them is held. */
  private whole: readonly InspectedRecord[] | undefined;

  constructor(
    private readonly records: readonly InspectedRecord[],
    private readonly groupOf: (type: string) => string = (type) => type,
  ) {
    const group = this.groupOfRecord(records[0]);
    if (group !== undefined && records.every((record) => this.groupOfRecord(record) === group)) this.whole = records;
    else this.deal(0);
  }

  next(): Wave | undefined {
    const { whole } = this;
    this.whole = undefined;
    if (whole) return { type: whole[0]?.envelope?.type ?? '', records: whole };
    let group: string | undefined;
    let most = 0;
    for (const [candidate, standing] of this.heads)
      if (standing.size > most) [group, most] = [candidate, standing.size];
    if (group === undefined) return undefined;
    const standing = [...(this.heads.get(group) ?? [])];
    this.heads.delete(group);
    const records: InspectedRecord[] = [];
    for (const queue of standing) {
      while (this.groupAt(queue) === group) records.push(queue.records[queue.at++] as InspectedRecord);
      this.stand(queue);
    }
    if (standing.length > 1) records.sort((a, b) => a.index - b.index);
    return { type: records[0]?.envelope?.type ?? group, records };
  }

  /** Takes a key out, from the given record on. Answers what is not going to happen now. */
  hold(from: InspectedRecord): readonly InspectedRecord[] {
    if (this.queues.size === 0) this.deal(this.whole ? 0 : this.records.length);
    this.whole = undefined;
    const queue = this.queues.get(from.key);
    assert(queue, 'only a key of the batch can be held');
    for (const standing of this.heads.values()) standing.delete(queue);
    const rest = queue.records.slice(queue.records.indexOf(from));
    queue.at = queue.records.length;
    return rest;
  }

  private deal(done: number): void {
    for (const record of this.records) {
      const queue = this.queues.get(record.key);
      if (queue) queue.records.push(record);
      else this.queues.set(record.key, { records: [record], at: done });
    }
    for (const queue of this.queues.values()) this.stand(queue);
  }

  private stand(queue: KeyQueue): void {
    const group = this.groupAt(queue);
    if (group === undefined) return;
    const standing = this.heads.get(group);
    if (standing) standing.add(queue);
    else this.heads.set(group, new Set([queue]));
  }

  private groupAt({ records, at }: KeyQueue): string | undefined {
    return this.groupOfRecord(records[at]);
  }

  private groupOfRecord(record: InspectedRecord | undefined): string | undefined {
    const type = record?.envelope?.type;
    return type === undefined ? undefined : this.groupOf(type);
  }
}
