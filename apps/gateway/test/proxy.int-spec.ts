import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GATEWAY_ISSUER, TokenVerifier } from '@doorstep/auth';
import type { StartedGateway } from './start-gateway.js';
import { operator, startGateway } from './start-gateway.js';
import type { Seen, Upstream } from './upstream.fixture.js';
import { startUpstream } from './upstream.fixture.js';

let upstream: Upstream;
let gateway: StartedGateway;

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway(upstream.origin, { UPSTREAM_TIMEOUT_MS: '1500' });
});

beforeEach(() => {
  upstream.seen.length = 0;
});

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const last = (): Seen => upstream.seen.at(-1) as Seen;
const problem = async (response: Response) => {
  const body = (await response.json()) as { code: string };
  return { status: response.status, type: response.headers.get('content-type'), code: body.code };
};
const PROBLEM = 'application/problem+json; charset=utf-8';

describe('forwards', () => {
  test('path, query, method and body', async () => {
    const response = await gateway.call('/meal-orders/v1/orders?siteId=puya', {
      method: 'POST',
      body: '{"id": 1}',
      headers: { 'content-type': 'application/json', 'idempotency-key': '"k"', prefer: 'wait=2' },
    });
    expect([response.status, response.headers.get('etag')]).toEqual([201, '"3"']);
    expect(await response.json()).toEqual({ path: '/v1/orders?siteId=puya' });
    expect(last()).toMatchObject({ method: 'POST', body: '{"id": 1}' });
    expect(last().headers).toMatchObject({ 'idempotency-key': '"k"', prefer: 'wait=2', 'content-length': '9' });
  });

  test('a call without a body', async () => {
    expect((await gateway.call('/meal-orders/v1/orders/1/handover', { method: 'POST' })).status).toBe(201);
    expect(last()).toMatchObject({ method: 'POST', body: '' });
  });

  test.each(['/registry/v1/imports', '/registry/v1/lists/dibao/imports?area=daoyi'])(
    'a file of two megabytes to %s',
    async (path) => {
      const body = 'x'.repeat(2_000_000);
      expect((await gateway.call(path, { method: 'POST', body })).status).toBe(201);
      expect(last().body).toHaveLength(2_000_000);
    },
  );

  test('Chinese in an address', async () => {
    await gateway.call('/registry/v1/sites/%E6%99%AE%E4%BA%9A');
    expect(last().url).toBe('/v1/sites/%E6%99%AE%E4%BA%9A');
  });

  test('the correlation id, its own or a new one', async () => {
    const given = await gateway.call('/registry/v1/sites', { headers: { 'x-correlation-id': 'till-7.42' } });
    expect([given.headers.get('x-correlation-id'), last().headers['x-correlation-id']]).toEqual([
      'till-7.42',
      'till-7.42',
    ]);
    await gateway.call('/registry/v1/sites', { headers: { 'x-correlation-id': 'a b\tc' } });
    expect(last().headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('answers of a service as they are', async () => {
    const busy = await gateway.call('/registry/v1/busy');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '7']);
    expect(upstream.seen).toHaveLength(1);
  });
});

describe('the public log', () => {
  let open: StartedGateway;
  beforeAll(async () => {
    open = await startGateway(upstream.origin, { AUDIT_URL: upstream.origin, LOG_READER_RATE: '20' });
  });
  afterAll(() => open.close());

  test.each(['/log/checkpoint', '/log/tile/0/x001/x234/067.p/5', '/receipts/AZqgAAAAcACAAAAAAAAACg'])(
    'is open to everybody: %s',
    async (path) => {
      expect((await fetch(`${open.url}/audit${path}`)).status).toBe(200);
      expect(last()).toMatchObject({ method: 'GET', url: path });
      expect(last().headers).not.toHaveProperty('authorization');
    },
  );

  test('keeps its own types and ages', async () => {
    const { headers } = await fetch(`${open.url}/audit/log/tile/0/000`);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  test('cannot be written, and is no way to anything else', async () => {
    upstream.seen.length = 0;
    expect((await fetch(`${open.url}/audit/log/checkpoint`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${open.url}/meal-orders/log/checkpoint`)).status).toBe(404);
    for (const path of ['/audit/log/../v1/events', '/audit/log/%2e%2e/v1/events', '/audit/log//x', '/audit/log'])
      expect(await open.raw(path)).toMatch(/^HTTP\/1.1 (400|404)/);
    expect(upstream.seen).toHaveLength(0);
  });

  test('slows down who reads too fast', async () => {
    const seen = new Set<number>();
    // A slow machine may spread one burst over many seconds, and so stay below what is allowed in each.
    for (let burst = 0; burst < 20 && !seen.has(429); burst++) {
      const answers = await Promise.all(Array.from({ length: 120 }, () => fetch(`${open.url}/audit/log/checkpoint`)));
      for (const { status } of answers) seen.add(status);
    }
    expect(seen).toEqual(new Set([200, 429]));
  });
});

describe('identity', () => {
  test('is the gateway’s word alone', async () => {
    const forged = {
      'x-user-id': 'admin-1',
      'x-user-roles': 'administrator',
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-user': 'admin-1',
      forwarded: 'for=10.0.0.1',
      'x-internal-actor': 'admin-1',
      'x-real-ip': '10.0.0.1',
      cookie: 'session=1',
    };
    await gateway.call('/benefits/v1/claims', { headers: forged });
    for (const name of Object.keys(forged)) expect(last().headers).not.toHaveProperty(name);
  });

  test('is a token for that service, signed by the gateway', async () => {
    await gateway.call('/benefits/v1/claims');
    const token = String(last().headers['authorization']).replace('Bearer ', '');
    const rules = { jwks: gateway.publicJwks, issuer: GATEWAY_ISSUER, maxLifeSeconds: 60 };
    expect(await new TokenVerifier({ ...rules, audience: 'benefits' }).verify(token)).toMatchObject(operator);
    await expect(new TokenVerifier({ ...rules, audience: 'registry' }).verify(token)).rejects.toThrow();
  });

  test('an internal token does not come in from outside', async () => {
    const authorization = `Bearer ${await gateway.signer.internal(operator, 'benefits')}`;
    const response = await gateway.call('/benefits/v1/claims', { headers: { authorization } });
    expect(await problem(response)).toEqual({ status: 401, type: PROBLEM, code: 'AUTH.TOKEN_INVALID' });
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(upstream.seen).toHaveLength(0);
  });

  test('is asked for', async () => {
    const response = await fetch(`${gateway.url}/benefits/v1/claims`);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="doorstep"');
    expect(await problem(response)).toMatchObject({ status: 401, code: 'AUTH.TOKEN_REQUIRED' });
    expect(upstream.seen).toHaveLength(0);
  });
});

describe('refuses', () => {
  test.each([
    '/registry/v1/../health/ready',
    '/registry/v1/..',
    '/registry/v1/./x',
    '/registry/v1//x',
    '/registry/v1/%2e%2e/x',
    '/registry/v1/a%2Fb',
    '/registry/v1/a%5cb',
    '/registry/v1/a\\b',
    '/registry/v1/%00',
    '/registry/v1/%0d%0a',
    '/registry/v1/a%252fb',
    '/registry/v1/%zz',
    '/registry/v1/%ff',
    '/registry/v1/普亚',
    '/registry/v1/a<b',
    '/registry/v1/x?cursor=%zz',
    '/registry/v1/x?cursor=100%',
    '/registry/v1/x?cursor=%E0%A4',
  ])('the address %s', async (target) => {
    const answer = await gateway.raw(target);
    expect(answer).toMatch(/^HTTP\/1.1 (400|404)/);
    expect(answer).toContain('application/problem+json');
    expect(upstream.seen).toHaveLength(0);
  });

  test.each(['/nobody/v1/x', '/registry/health/ready', '/registry/metrics', '/registry', '/registry/v2/x'])(
    'the unknown address %s',
    async (path) => {
      expect(await problem(await gateway.call(path))).toEqual({ status: 404, type: PROBLEM, code: 'HTTP.NOT_FOUND' });
      expect(upstream.seen).toHaveLength(0);
    },
  );

  test('a body of two megabytes', async () => {
    const response = await gateway.call('/registry/v1/people', { method: 'POST', body: 'x'.repeat(2_000_000) });
    expect(await problem(response)).toMatchObject({ status: 413, code: 'HTTP.BODY_TOO_LARGE' });
    expect(upstream.seen).toHaveLength(0);
  });

  test('an unknown method', async () => {
    const response = await gateway.call('/registry/v1/sites', { method: 'OPTIONS' });
    expect(await problem(response)).toMatchObject({ status: 405, code: 'HTTP.METHOD_NOT_ALLOWED' });
  });
});

describe('a service that fails', () => {
  test('is unreachable', async () => {
    const response = await gateway.call('/audit/v1/events');
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problem(response)).toEqual({ status: 503, type: PROBLEM, code: 'GATEWAY.SERVICE_UNAVAILABLE' });
  });

  test('is late', async () => {
    expect(await problem(await gateway.call('/registry/v1/slow'))).toMatchObject({
      status: 504,
      code: 'GATEWAY.TIMEOUT',
    });
  });

  test('outlives a caller who leaves', async () => {
    const left = new AbortController();
    const call = gateway.call('/registry/v1/slow', { signal: left.signal });
    setTimeout(() => left.abort(), 200);
    await expect(call).rejects.toThrow();
    expect((await gateway.call('/registry/v1/sites')).status).toBe(201);
  });

  test('breaks off: a write is never sent twice, a read once more', async () => {
    const write = await gateway.call('/registry/v1/cut', { method: 'POST' });
    expect(await problem(write)).toMatchObject({ status: 502, code: 'GATEWAY.CONNECTION_LOST' });
    expect(upstream.seen).toHaveLength(1);
    expect((await gateway.call('/registry/v1/cut')).status).toBe(502);
    expect(upstream.seen).toHaveLength(3);
  });
});
