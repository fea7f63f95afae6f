import { describe, expect, test } from '@jest/globals';
import { BoundedQueue, QueueFullError } from '../src/limits/application/bounded-queue.js';
import { PasswordWork } from '../src/limits/application/password-work.js';
import { networkOf } from '../src/limits/application/network-of.js';

/** Until everything that can begin has begun. */
const begins = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when the test says so. */
function pieces() {
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const piece = (n: number) => (): Promise<number> => {
    begun.push(n);
    return new Promise((resolve) => ends.push(() => resolve(n)));
  };
  return { ends, begun, piece };
}

describe('heavy work', () => {
  test('is done so many at once, waits in order, and is refused when nobody else can wait', async () => {
    const queue = new BoundedQueue(2, 2);
    const { ends, begun, piece } = pieces();
    const running = [1, 2, 3, 4].map((n) => queue.run(piece(n)));
    await begins();
    expect(begun).toEqual([1, 2]);
    await expect(queue.run(piece(5))).rejects.toThrow(QueueFullError);
    ends[0]?.();
    expect(await running[0]).toBe(1);
    await begins();
    expect(begun).toEqual([1, 2, 3]);
    ends[1]?.();
    expect(await running[1]).toBe(2);
    await begins();
    ends[2]?.();
    ends[3]?.();
    expect(await Promise.all(running)).toEqual([1, 2, 3, 4]);
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  test('that fails gives its turn on', async () => {
    const queue = new BoundedQueue(1, 1);
    const failing = queue.run(() => Promise.reject(new Error('wrong')));
    const next = queue.run(() => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('wrong');
    expect(await next).toBe('done');
    expect(await queue.run(() => Promise.resolve('again'))).toBe('again');
  });

  test('of passwords answers 503 with the time to come again, and begins nothing', async () => {
    const work = new PasswordWork({ PASSWORD_CHECKS_AT_ONCE: 1, PASSWORD_CHECKS_WAITING: 1 });
    const { ends, begun, piece } = pieces();
    const running = [1, 2].map((n) => work.run(piece(n)));
    await begins();
    await expect(work.run(piece(3))).rejects.toMatchObject({
      status: 503,
      code: 'AUTH.BUSY',
      headers: { 'retry-after': '5' },
    });
    ends[0]?.();
    await running[0];
    await begins();
    ends[1]?.();
    await running[1];
    expect(begun).toEqual([1, 2]);
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:7:7::1', '2001:db8:7:7::/64'],
  ['2001:DB8:7:7:aaaa:bbbb:cccc:dddd', '2001:db8:7:7::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0000:1::', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
