import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authorizeAddress, GATEWAY, IdentityWorld, VENDOR, VERIFIER } from './identity-world.js';
import { Visitor } from './visitor.js';

let world: IdentityWorld;

beforeAll(async () => {
  world = await IdentityWorld.start();
});

afterAll(() => world.close());

const arrive = (): Promise<Visitor> => new Visitor(world.origin).open(authorizeAddress(world.origin));
const account = async (subject: string): Promise<void> => {
  expect((await world.api('POST', '/v1/accounts', { subject, password: 'a long enough password' })).status).toBe(201);
};

describe('shared devices', () => {
  test('are invited by a manager of the site, paired once, and take a PIN; revoked they take none', async () => {
    const manager = { roles: ['site_manager'], scope: { sites: ['puya'] } };
    expect((await world.api('POST', '/v1/devices', { siteId: 'minfeng', label: 'till' }, manager)).status).toBe(404);
    const { body } = await world.api('POST', '/v1/devices', { siteId: 'puya', label: 'till 1' }, manager);
    const code = String(body['pairingCode']);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
    await account('till-1');
    await world.api('PATCH', '/v1/accounts/till-1', { pin: '480231' });
    const tablet = new Visitor(world.origin);
    await tablet.open(`${world.origin}/device`);
    expect((await tablet.submit('/device', { code: 'WRONGCODE2' })).status).toBe(401);
    expect((await tablet.submit('/device', { code })).page).toContain('已配对');
    expect((await new Visitor(world.origin).submit('/device', { code })).status).toBe(401);
    await tablet.open(authorizeAddress(world.origin));
    expect(tablet.page).toContain('PIN');
    await tablet.submit('pin', { login: 'till-1', pin: '480231' });
    expect((await world.redeem(tablet.callback ?? '', VERIFIER)).claims).toMatchObject({
      sub: 'till-1',
      acr: 'urn:doorstep:acr:device:puya',
    });
    const elsewhere = await (await arrive()).submit('pin', { login: 'till-1', pin: '480231' });
    expect(elsewhere.callback).toBeUndefined();
    await world.api('POST', `/v1/devices/${String(body['deviceId'])}/revoke`, undefined, manager);
    tablet.callback = undefined;
    await tablet.open(authorizeAddress(world.origin));
    await tablet.submit('pin', { login: 'till-1', pin: '480231' });
    expect(tablet.callback).toBeUndefined();
  });
});

describe('API clients', () => {
  test('get a token for the gateway alone, with the scopes that they were registered with', async () => {
    const form = { grant_type: 'client_credentials', resource: GATEWAY, scope: 'meal-orders:read' };
    expect((await world.token(VENDOR, form)).status).toBe(200);
    const wider = await world.token(VENDOR, { ...form, scope: 'meal-orders:read meal-orders:write' });
    expect(wider.body['scope'] ?? '').not.toContain('write');
    expect((await world.token(VENDOR, { ...form, resource: 'https://elsewhere.example' })).body).toMatchObject({
      error: 'invalid_target',
    });
    expect((await world.token({ ...VENDOR, clientSecret: 'x'.repeat(40) }, form)).status).toBe(401);
  });
});
