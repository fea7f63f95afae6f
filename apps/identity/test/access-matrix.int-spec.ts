import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { uuidv7 } from '@doorstep/kernel';
import type { MatrixRow, MatrixThings, TestService } from '@doorstep/testing';
import { routesOf, startTestService, wrongObjects, wrongRoles } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { identity } from '../src/service.js';
import { CLIENT, GATEWAY } from './identity-world.js';

interface Things extends MatrixThings {
  readonly deviceId: string;
}

const CITY: MatrixRow<Things> = { of: 'city' };
const ROWS: Readonly<Record<string, MatrixRow<Things>>> = {
  accounts_create: CITY,
  accounts_view: CITY,
  accounts_change: CITY,
  accounts_secondFactor: CITY,
  accounts_openSecondFactor: CITY,
  devices_invite: { of: 'site', ask: ({ siteId }) => ({ payload: { siteId, label: 'till' } }) },
  devices_list: { of: 'site', ask: ({ siteId }) => ({ url: `/v1/devices?siteId=${siteId}` }) },
  devices_revoke: { of: 'site' },
  parkedKeys_list: CITY,
  parkedKeys_dismiss: CITY,
  parkedKeys_retry: CITY,
  repairs_feed: CITY,
};
const ROUTES = routesOf(join(import.meta.dirname, '../openapi.json')).map((route) => [route.operation, route] as const);

describe('who may do what with whose', () => {
  let service: TestService;
  let mine: Things;
  let foreign: Things;

  async function thingsOf(siteId: string): Promise<Things> {
    const as = { roles: ['site_manager' as const], scope: { sites: [siteId] } };
    const invited = { siteId, label: 'till' };
    const answer = await service.inject({ method: 'POST', url: '/v1/devices', payload: invited, as });
    expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
    return { siteId, personId: uuidv7(), area: 'nowhere', deviceId: answer.json<{ deviceId: string }>().deviceId };
  }

  beforeAll(async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    const env = {
      ISSUER_ORIGIN: 'http://127.0.0.1:9',
      GATEWAY_ORIGIN: GATEWAY,
      ISSUER_KEYS: JSON.stringify({ keys: [key] }),
      IDENTITY_KEY: randomBytes(32).toString('base64'),
      OIDC_CLIENTS: JSON.stringify([CLIENT]),
    };
    service = await startTestService(identity, { env });
    mine = await thingsOf('puya');
    foreign = await thingsOf('minfeng');
  });
  afterAll(() => service.close());

  it('is said for every route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(ROUTES.map(([operation]) => operation).sort());
  });

  it.each(ROUTES)('%s: role by role', async (_name, route) => {
    expect(await wrongRoles(service, route)).toEqual([]);
  });

  it.each(ROUTES)('%s: own and foreign', async (name, route) => {
    expect(await wrongObjects(service, route, ROWS[name] as MatrixRow<Things>, { mine, foreign })).toEqual([]);
  });
});
