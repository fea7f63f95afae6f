import { describe, expect, it } from '@jest/globals';
import type { Ask } from '../src/reperform/ask.js';
import { readLog } from '../src/reperform/log-reading.js';

const bytes = (source: string, sequence: number): string => Buffer.from(`${source} ${sequence}`).toString('base64');
const item = (source: string, sequence: number) => ({
  source,
  sequence: String(sequence),
  bytes: bytes(source, sequence),
});

/** Two epochs of benefits; of the first 2 was erased, 4 and 5 are a gap, 6 is on the second page and 7 still on its way. */
const ask: Ask = async <T>(path: string): Promise<T> => {
  const url = new URL(path, 'http://gateway');
  const gaps = [{ fromSequence: '4', toSequence: '5' }];
  if (url.pathname === '/audit/v1/sources')
    return {
      items: [
        { source: 'benefits/0/10', highWaterMark: '1', highest: '1', gaps: [] },
        { source: 'benefits/0/2', highWaterMark: '6', highest: '8', gaps },
        { source: 'audit/0/1', highWaterMark: '9', highest: '9', gaps: [] },
        { source: 'day-care/0/1', highWaterMark: '0', highest: '0', gaps: [] },
      ],
    } as T;
  const [source = '', from, to] = ['source', 'fromSequence', 'toSequence'].map(
    (name) => url.searchParams.get(name) ?? '',
  );
  if (source === 'benefits/0/10') return Promise.resolve({ items: [item(source, 1)], next: null } as T);
  expect([source, to]).toEqual(['benefits/0/2', '6']);
  const first = { items: [item(source, 1), item(source, 3)], next: '6' };
  return Promise.resolve((from === '1' ? first : { items: [item(source, 6)], next: null }) as T);
};

describe('the log through the gateway', () => {
  it('is read by epochs and pages, and tells what was erased from what is missing', async () => {
    const read: string[] = [];
    for await (const { source, sequence, bytes: found } of readLog(ask))
      read.push(`${source} ${sequence} ${Buffer.isBuffer(found) ? found.toString() : found}`);
    expect(read).toEqual([
      'benefits/0/2 1 benefits/0/2 1',
      'benefits/0/2 2 erased',
      'benefits/0/2 3 benefits/0/2 3',
      'benefits/0/2 4 missing',
      'benefits/0/2 5 missing',
      'benefits/0/2 6 benefits/0/2 6',
      'benefits/0/10 1 benefits/0/10 1',
    ]);
  });
});
