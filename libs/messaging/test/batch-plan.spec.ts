import { describe, expect, it } from '@jest/globals';
import { planBatch, type PlanInput } from '../src/consumer/batch-plan.js';
import { PositionBook } from '../src/consumer/positions.js';
import { inspected, type InspectedOptions } from './support/inspected.js';

const numbered = (sequence: number, previous: number) => ({
  numbers: { source: 's', sequence: BigInt(sequence), previous: BigInt(previous) },
});
const unnumbered = (problem: string): InspectedOptions => ({ numbers: undefined, kind: 'bad', problem });
const bookAt = (sequence: number, nextOffset: number, kind: 'event' | 'state' = 'event'): PositionBook =>
  new PositionBook({ kind }, new Map([['s', BigInt(sequence)]]), BigInt(nextOffset));
const plan = (input: Partial<PlanInput> & Pick<PlanInput, 'records'>) => {
  const full = { book: bookAt(0, 0), blocked: new Set<string>(), held: new Map(), everyRecord: false, ...input };
  const made = planBatch(full);
  return {
    ...made,
    dispatched: made.dispatch.map((r) => r.index),
    queued: made.queue.map((q) => `${q.key} ${q.state} ${q.reason}`),
    changes: full.book.changes(),
  };
};

describe('a batch', () => {
  it('skips what took effect and goes on from there', () => {
    const made = plan({ records: [0, 1, 2, 3].map((i) => inspected(i, 'k')), book: bookAt(2, 2) });
    expect(made.dispatched).toEqual([2, 3]);
    expect(made.changes).toEqual({ sources: ['s'], sequences: ['4'], nextOffset: '4' });
  });

  it('writes nothing when it was all known', () => {
    expect(plan({ records: [inspected(0, 'k')], book: bookAt(5, 9) }).changes).toBeUndefined();
  });

  it('of nothing but repeats moves on in the row of a source that is known, and in one of its own only when none is', () => {
    const repeat = [inspected(7, 'k', { numbers: { source: 's', sequence: 5n, previous: 4n } })];
    expect(plan({ records: repeat, book: bookAt(5, 3) }).changes).toMatchObject({ sources: ['s'], sequences: ['5'] });
    const bad = [inspected(7, 'k', unnumbered('MALFORMED'))];
    expect(plan({ records: bad, book: bookAt(5, 3) }).changes).toMatchObject({ sources: ['s'], sequences: ['5'] });
    const untold = new PositionBook({ kind: 'event' }, new Map(), 0n);
    expect(plan({ records: bad, book: untold }).changes).toMatchObject({ sources: ['-'], sequences: ['0'] });
  });

  it('ends before a gap, whether numbers are missing or do not fit', () => {
    const records = [
      inspected(0, 'k', numbered(1, 0)),
      inspected(1, 'k', numbered(4, 3)),
      inspected(2, 'k', numbered(5, 4)),
    ];
    const made = plan({ records });
    expect(made.dispatched).toEqual([0]);
    expect(made.gap).toEqual({ source: 's', after: 1n, previous: 3n, sequence: 4n });
    expect(made.changes).toEqual({ sources: ['s'], sequences: ['1'], nextOffset: '1' });
    expect(plan({ records: [inspected(0, 'k', numbered(9, 2))], book: bookAt(5, 0) }).gap).toMatchObject({
      previous: 2n,
    });
  });

  it('takes a compacted topic as it comes, but nothing twice', () => {
    const records = [numbered(4, 1), numbered(9, 7), numbered(4, 1)].map((options, i) => inspected(i, 'k', options));
    const made = plan({ records, book: bookAt(0, 0, 'state') });
    expect([made.dispatched, made.gap, made.changes?.sequences]).toEqual([[0, 1], undefined, ['9']]);
  });

  it('keeps the sources of a partition apart', () => {
    const other = (sequence: bigint) => ({ numbers: { source: 'o', sequence, previous: sequence - 1n } });
    const made = plan({
      records: [inspected(0, 'k', other(1n)), inspected(1, 'k', numbered(3, 2)), inspected(2, 'k', other(2n))],
      book: bookAt(2, 0),
    });
    expect(made.dispatched).toEqual([0, 1, 2]);
    expect(made.changes).toEqual({ sources: ['o', 's'], sequences: ['2', '3'], nextOffset: '3' });
  });

  it('parks a bad record and everything later of its key, once', () => {
    const records = [
      inspected(0, 'x'),
      inspected(1, 'k', unnumbered('TOMBSTONE')),
      inspected(2, 'x', numbered(2, 1)),
      inspected(3, 'k', numbered(3, 2)),
    ];
    const made = plan({ records });
    expect([made.dispatched, made.queued]).toEqual([
      [0, 2],
      ['k parked TOMBSTONE', 'k parked TOMBSTONE'],
    ]);
    expect(plan({ records, book: bookAt(3, 4) }).queued).toEqual([]);
  });

  it('remembers that it read a partition of nothing but bad records', () => {
    expect(plan({ records: [inspected(0, 'k', unnumbered('X'))] }).changes).toEqual({
      sources: ['-'],
      sequences: ['0'],
      nextOffset: '1',
    });
  });

  it('puts events of blocked and held keys into their queues, and passes by what nobody wants', () => {
    const records = [inspected(0, 'b'), inspected(1, 'h'), inspected(2, 'h'), inspected(3, 'u', { kind: 'unwanted' })];
    const held = new Map([['h', { key: 'h', reason: 'FACTS', giveUpAfterMs: 5, records: records.slice(2, 3) }]]);
    const made = plan({ records, blocked: new Set(['b', 'u']), held });
    expect([made.dispatched, made.queued]).toEqual([[1], ['b parked BEHIND', 'h waiting FACTS']]);
    expect(made.changes?.sequences).toEqual(['4']);
  });

  it('never stops a reader of every record', () => {
    const records = [
      inspected(0, 'k', numbered(5, 4)),
      inspected(1, 'k', unnumbered('X')),
      inspected(2, 'k', { ...numbered(2, 1), offset: -1 }),
    ];
    const made = plan({ records, everyRecord: true });
    expect([made.taken.length, made.queued, made.gap]).toEqual([3, [], undefined]);
    expect(made.changes).toEqual({ sources: ['s'], sequences: ['5'], nextOffset: '2' });
  });

  it('gives a reader of every record what was not read yet, also under a number that is known, and nothing twice', () => {
    const records = [0, 1, 2, 3].map((offset) => inspected(offset, 'k', { ...numbered(2, 1), offset }));
    const made = plan({ records, everyRecord: true, book: bookAt(7, 2) });
    expect(made.taken.map(({ index }) => index)).toEqual([2, 3]);
    expect(made.changes).toEqual({ sources: ['s'], sequences: ['7'], nextOffset: '4' });
  });
});
