import type { Actor } from '@doorstep/auth';
import { GATEWAY_ISSUER, TokenVerifier } from '@doorstep/auth';
import { AccessDeniedV1 } from '@doorstep/contracts';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SignInWorld } from './support/sign-in-world.js';
import { CLIENT_SECRET } from './support/test-issuer.js';

let world: SignInWorld;
const tokens = new Map<string, string>();

beforeAll(async () => {
  world = await SignInWorld.start();
  await world.assign('till-vendor', 'site_operator', { siteId: 'puya' });
  await world.assign('city-portal', 'hotline_agent', { all: true });
  for (const [client, scope] of [
    ['till-vendor', 'meal-orders:read'],
    ['city-portal', 'meal-orders:read benefits:read'],
  ] as const)
    tokens.set(client, await tokenOf(client, scope));
});
afterAll(() => world.close());

async function tokenOf(client: string, scope: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${client}:${CLIENT_SECRET}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials', resource: world.origin, scope });
  const answer = await fetch(`${world.issuer.url}/token`, { method: 'POST', headers: { authorization }, body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const ask = async (client: string, path: string, method = 'GET', more: Record<string, string> = {}) => {
  const headers = { authorization: `Bearer ${tokens.get(client) ?? ''}`, ...more };
  const answer = await fetch(`${world.origin}${path}`, { method, headers });
  return [answer.status, method === 'GET' && answer.ok ? '' : ((await answer.json()) as { code?: string }).code];
};

/** Who asked last, as a service behind the gateway learns it. */
async function learned(audience: string): Promise<Actor> {
  const token = String(world.upstream.seen.at(-1)?.headers['authorization']).replace('Bearer ', '');
  return new TokenVerifier({
    ...{ jwks: world.gateway.publicJwks, issuer: GATEWAY_ISSUER, maxLifeSeconds: 60, audience },
  }).verify(token);
}

test('a till vendor and a city portal have each what registry granted to it, at no device, and lose it like everybody', async () => {
  for (const [client, role, scope] of [
    ['till-vendor', 'site_operator', { sites: ['puya'] }],
    ['city-portal', 'hotline_agent', { all: true }],
  ] as const)
    await eventually(async () => {
      const headers = { 'x-doorstep-device': 'till-1', 'x-user-id': 'admin-1' };
      expect(await ask(client, '/meal-orders/v1/orders', 'GET', headers)).toEqual([201, '']);
      const { device, grants, kind, subject } = await learned('meal-orders');
      expect([kind, subject, grants, device]).toEqual(['client', client, [{ role, scope }], undefined]);
      return true;
    });
  const granted = await world.assign('till-vendor', 'rider', { siteId: 'puya' });
  const roles = (): Promise<readonly string[]> =>
    ask('till-vendor', '/meal-orders/v1/orders').then(async () => (await learned('meal-orders')).roles);
  await eventually(async () => (await roles()).includes('rider'));
  await world.revoke('till-vendor', granted);
  await eventually(async () => !(await roles()).includes('rider'));
});

test('what goes beyond the scopes of a client is refused, and on record under its name', async () => {
  const missing = [403, 'AUTH.SCOPE_MISSING'];
  expect(await ask('till-vendor', '/benefits/v1/claims')).toEqual(missing);
  expect(await ask('till-vendor', '/meal-orders/v1/orders', 'POST')).toEqual(missing);
  expect(await ask('city-portal', '/registry/v1/people/lookup', 'POST')).toEqual(missing);
  await eventually(async () => {
    const denied = (await world.probe.events(AccessDeniedV1)).map(({ data }) => data);
    const beyond = denied.filter(({ code }) => code === 'AUTH.SCOPE_MISSING');
    expect(beyond.map(({ caller, resource }) => `${caller ?? ''} ${resource}`).sort()).toEqual([
      'client:city-portal /registry/v1/people',
      'client:till-vendor /benefits/v1/claims',
      'client:till-vendor /meal-orders/v1/orders',
    ]);
    return true;
  });
});

test('which till somebody stands at services learn from the issuer alone, of a session that was opened there', async () => {
  await world.assign('till-1', 'site_operator', { siteId: 'puya' });
  const deviceOf = async (acr?: string): Promise<string | undefined> => {
    const browser = await world.signIn({ sub: 'till-1', ...(acr !== undefined && { acr }) });
    expect((await browser.fetch('/meal-orders/v1/orders')).status).toBe(201);
    return (await learned('meal-orders')).device;
  };
  expect(await deviceOf('urn:doorstep:acr:device:puya:0f5e-till')).toBe('0f5e-till');
  expect(await deviceOf('urn:doorstep:acr:device:puya')).toBeUndefined();
  expect(await deviceOf()).toBeUndefined();
});
