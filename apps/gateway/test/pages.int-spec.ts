import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@doorstep/testing';
import type { StartedGateway } from './start-gateway.js';
import { startGateway } from './start-gateway.js';
import type { Upstream } from './upstream.fixture.js';
import { startUpstream } from './upstream.fixture.js';

let upstream: Upstream;
let gateway: StartedGateway;

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway(upstream.origin, { AUDIT_URL: upstream.origin });
});

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

test('is ready when every service is, and names the one that is not', async () => {
  expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
  await eventually(async () => (await fetch(`${gateway.url}/health/ready`)).status === 200);
  upstream.ready = false;
  const response = await fetch(`${gateway.url}/health/ready`);
  upstream.ready = true;
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    status: 'not_ready',
    checks: { audit: { up: false, detail: 'not ready: kafka' } },
  });
});

test('lists its services', async () => {
  expect(await (await fetch(`${gateway.url}/`)).json()).toMatchObject({
    docs: '/docs',
    services: expect.arrayContaining([
      expect.objectContaining({ name: 'benefits', openapi: '/benefits/openapi.json' }),
    ]),
  });
});

test('passes on API documents without a token', async () => {
  const response = await fetch(`${gateway.url}/day-care/openapi.json`);
  expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
});

test('describes itself like every service, under its own name', async () => {
  const openApi = (await (await fetch(`${gateway.url}/gateway/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(openApi.paths)).toContain('/v1/parked-keys');
  const asyncApi = (await (await fetch(`${gateway.url}/gateway/asyncapi.json`)).json()) as { channels: object };
  expect(JSON.stringify(asyncApi.channels)).toContain('gateway.access.events');
  const administrator = { kind: 'staff', subject: 'admin-1', roles: ['administrator'], scope: { all: true } } as const;
  const headers = { authorization: `Bearer ${await gateway.signer.local(administrator, 60)}` };
  const parked = await fetch(`${gateway.url}/gateway/v1/parked-keys?limit=2`, { headers });
  expect([parked.status, await parked.json()]).toEqual([200, { items: [], next: null }]);
  expect((await fetch(`${gateway.url}/gateway/v1/parked-keys`)).status).toBe(401);
  for (const path of [
    '/gateway/docs',
    '/gateway/health/live',
    '/gateway/gateway/openapi.json',
    '/gatewayx/openapi.json',
  ])
    expect([path, (await fetch(`${gateway.url}${path}`)).status]).toEqual([path, 404]);
});

test('shows all services on one page that runs nothing', async () => {
  const response = await fetch(`${gateway.url}/docs`);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).toContain('/meal-orders/v1/orders');
  expect(page).toContain('/gateway/v1/parked-keys');
  expect(page).toContain('Canteen &#60;script&#62;');
  expect(page).not.toMatch(/<script|https?:\/\//);
});
