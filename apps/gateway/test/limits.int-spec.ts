import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RateLimiter } from '../src/proxy/rate-limiter.js';
import type { StartedGateway } from './start-gateway.js';
import { startGateway } from './start-gateway.js';
import type { Upstream } from './upstream.fixture.js';
import { startUpstream } from './upstream.fixture.js';

let upstream: Upstream;
let gateway: StartedGateway;

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway(upstream.origin, {
    SUBJECT_RATE: '20',
    ANONYMOUS_RATE: '5',
    INVITATION_CODES_PER_ADDRESS: '4',
  });
});

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

async function statuses(times: number, call: () => Promise<Response>): Promise<number[]> {
  return (await Promise.all(Array.from({ length: times }, call))).map(({ status }) => status);
}

test('one subject is slowed down on one kind of resource only', async () => {
  const orders = await statuses(60, () => gateway.call('/meal-orders/v1/orders/1'));
  expect(orders.filter((status) => status === 201).length).toBeGreaterThanOrEqual(20);
  expect(orders).toContain(429);
  expect((await gateway.call('/meal-orders/v1/sites')).status).toBe(201);
  const [limited] = await Promise.all(Array.from({ length: 60 }, () => gateway.call('/meal-orders/v1/orders/1'))).then(
    (all) => all.filter(({ status }) => status === 429),
  );
  expect(limited?.headers.get('retry-after')).toBe('1');
  expect(await limited?.json()).toMatchObject({ code: 'HTTP.TOO_MANY_REQUESTS' });
});

test('callers without a token are slowed down early', async () => {
  const answers = await statuses(20, () => fetch(`${gateway.url}/meal-orders/v1/orders`));
  expect(new Set(answers)).toEqual(new Set([401, 429]));
  expect(answers.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
});

test('wrong codes of invitations are tried so often from one address, however the address of the service is written', async () => {
  const redeem = (end: string, body: string, n = 0): Promise<Response> =>
    gateway.call(`/registry/v1/family-links/${end}`, {
      ...{ method: 'POST', body },
      headers: { 'x-forwarded-for': `203.0.113.${n}` },
    });
  // Right ones are no guesses, however many families come.
  for (let n = 0; n < 8; n++) expect((await redeem('redemption', 'right')).status).toBe(201);
  const written = ['redemption', 'redemption?x=1', '%72edemption', 'redemptio%6E', 'redemption', 'redemption'];
  const answers = await Promise.all(written.map((end, n) => redeem(end, 'wrong', n)));
  const refused = answers.filter(({ status }) => status === 429);
  expect([answers.filter(({ status }) => status === 422).length, refused.length]).toEqual([4, 2]);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(60);
  expect((await redeem('redemption', 'right')).status).toBe(429);
  expect((await gateway.call('/registry/v1/family-links/own')).status).toBe(201);
});

test('a window lasts a second', () => {
  const limiter = new RateLimiter();
  expect([
    limiter.allow('a', 1, 0),
    limiter.allow('a', 1, 999),
    limiter.allow('b', 1, 999),
    limiter.allow('a', 1, 1000),
  ]).toEqual([true, false, true, true]);
});
