import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../src/reperform/log-reading.js';
import type { Ask } from '../src/reperform/ask.js';
import { RefusedError } from '../src/reperform/ask.js';
import { readLog } from '../src/reperform/log-reading.js';
import { again, sold } from './reperform-again.js';

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

/** Of one source with six records, 3, 4 and 6 were altered: whatever page holds one of them is refused. */
function refusing(altered: readonly number[], code = 'AUDIT.RECORD_ALTERED'): Ask {
  return async <T>(path: string): Promise<T> => {
    const url = new URL(path, 'http://gateway');
    const source = 'benefits/0/1';
    if (url.pathname === '/audit/v1/sources')
      return { items: [{ source, highWaterMark: '6', highest: '6', gaps: [] }] } as T;
    const [from, to] = ['fromSequence', 'toSequence'].map((name) => Number(url.searchParams.get(name))) as [
      number,
      number,
    ];
    const numbers = [1, 2, 3, 4, 5, 6].filter((number) => number >= from && number <= to);
    const bad = numbers.find((number) => altered.includes(number));
    if (bad === undefined)
      return Promise.resolve({ items: numbers.map((number) => item(source, number)), next: null } as T);
    throw new RefusedError(path, 409, { code, details: { source, sequence: String(bad), leafIndex: null } });
  };
}

async function told(log: Ask): Promise<string[]> {
  const read: string[] = [];
  for await (const { sequence, bytes: found } of readLog(log))
    read.push(`${sequence} ${Buffer.isBuffer(found) ? 'read' : found}`);
  return read;
}

describe('records that were altered', () => {
  it.each([[[3, 4, 6]], [[1]], [[1, 2, 3, 4, 5, 6]], [[]]])('are told, and the rest is read: %j', async (altered) => {
    const expected = [1, 2, 3, 4, 5, 6].map((number) => `${number} ${altered.includes(number) ? 'altered' : 'read'}`);
    expect(await told(refusing(altered))).toEqual(expected);
  });

  it('are differences, and whatever rests on them is compared all the same', async () => {
    const altered = (record: LogRecord): LogRecord =>
      record.source === 'meal-orders/0/1' ? { ...record, bytes: 'altered' } : record;
    const { found, claims } = await again(sold().read(altered));
    expect([claims, found[0]]).toMatchObject([
      1,
      { subject: 'meal-orders/0/1 1', field: 'record', recorded: 'altered' },
    ]);
  });

  it('are the only refusal that is got past', async () => {
    await expect(told(refusing([3], 'AUDIT.SOURCE_NOT_FOUND'))).rejects.toThrow('answered 409');
  });
});
