import { describe, expect, it } from '@jest/globals';
import { checkStream } from '../src/world/check-stream.js';
import type { SeenRecord } from '../src/world/topic-reader.js';

interface Sent {
  readonly id: string;
  readonly key: string;
  readonly sequence: number;
  readonly previous: number;
}

const SENT: readonly Sent[] = [
  { id: 'a', key: 'wang', sequence: 1, previous: 0 },
  { id: 'b', key: 'li', sequence: 2, previous: 1 },
  { id: 'c', key: 'wang', sequence: 3, previous: 2 },
];

function findings(sent: readonly Sent[]): string[] {
  const committed = SENT.map(({ id, key }) => ({ id, key }));
  const records = sent.map(({ id, key, sequence, previous }, offset): SeenRecord => {
    const event = { id, subject: key, sequence: String(sequence), previous: String(previous) };
    return { partition: 0, offset, key, value: Buffer.from(JSON.stringify(event)) };
  });
  return checkStream(committed, records, { sequence: 0, last: new Map() });
}

describe('the check of a stream', () => {
  it('finds nothing in a faithful copy', () => {
    expect(findings(SENT)).toEqual([]);
  });

  it.each([
    ['a lost event', SENT.slice(0, 2), 'I12: key wang'],
    ['an event that was never committed', [...SENT, { id: 'x', key: 'zhao', sequence: 4, previous: 3 }], 'zhao'],
    ['a second copy', [...SENT, { id: 'c', key: 'wang', sequence: 4, previous: 3 }], 'I12: key wang'],
    ['a swapped order', [SENT[2], SENT[1], SENT[0]] as Sent[], 'I12: key wang'],
    ['a number left out', SENT.map((e) => (e.id === 'c' ? { ...e, sequence: 4 } : e)), 'number 3 is missing'],
    ['a broken chain', SENT.map((e) => (e.id === 'b' ? { ...e, previous: 0 } : e)), '2 names 0'],
  ])('sees %s', (_name, sent, finding) => {
    expect(findings(sent).join('\n')).toContain(finding);
  });
});
