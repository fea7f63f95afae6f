import { AccountChangedV1 } from '@doorstep/contracts';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stepOf, totpAt } from '../src/accounts/domain/totp.js';
import { unBase32 } from './un-base32.js';
import { authorizeAddress, GATEWAY, IdentityWorld, VENDOR, VERIFIER } from './identity-world.js';
import { Visitor } from './visitor.js';

let world: IdentityWorld;

beforeAll(async () => {
  world = await IdentityWorld.start({
    TRUSTED_PROXIES: '127.0.0.1',
    SECRETS_PER_ADDRESS: '20',
    MESSAGES_PER_ADDRESS: '3',
  });
});

afterAll(() => world.close());

const arrive = (from?: string): Promise<Visitor> =>
  new Visitor(world.origin, from).open(authorizeAddress(world.origin));
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
      acr: `urn:doorstep:acr:device:puya:${String(body['deviceId'])}`,
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

describe('a second factor that its owner sets up', () => {
  const PASSWORD = { password: 'a long enough password' };
  const shownOn = (page: string): Buffer =>
    unBase32((/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', ''));
  const now = (secret: Buffer): string => totpAt(secret, stepOf(Date.now()));
  const signIn = async (login: string): Promise<Visitor> => (await arrive()).submit('password', { login, ...PASSWORD });
  const open = (subject: string) => world.api('POST', `/v1/accounts/${subject}/second-factor/opening`);

  test('is shown once, confirmed by a code, and good from then on; nobody opened it: there is none', async () => {
    await account('maker-1');
    expect((await signIn('maker-1')).callback).toContain('code=');
    expect((await open('maker-1')).body).toMatchObject({
      hasSecondFactor: false,
      secondFactorOpenUntil: expect.any(String),
    });
    const visitor = await signIn('maker-1');
    expect([visitor.callback, visitor.status]).toEqual([undefined, 200]);
    const secret = shownOn(visitor.page);
    expect([secret.length, visitor.page.includes('otpauth://totp/')]).toEqual([20, true]);
    await visitor.submit('enrolment', { code: totpAt(secret, stepOf(Date.now()) - 10) });
    expect([visitor.status, visitor.callback, visitor.page.includes('<code>')]).toEqual([401, undefined, false]);
    const pending = /name="pending" value="([^"]+)"/.exec(visitor.page)?.[1] ?? '';
    const code = now(secret);
    await visitor.submit('enrolment', { code });
    const { claims } = await world.redeem(visitor.callback ?? '', VERIFIER);
    expect(claims).toMatchObject({ sub: 'maker-1', acr: 'urn:doorstep:acr:two-factor' });
    expect((await world.api('GET', '/v1/accounts/maker-1')).body).toMatchObject({
      ...{ hasSecondFactor: true, secondFactorOpenUntil: null },
    });
    // Neither the form nor its code is worth anything now, and the password alone leads to the digits.
    const again = await signIn('maker-1');
    expect([again.callback, again.page.includes('<code>')]).toEqual([undefined, false]);
    await again.submit('second-factor', { code });
    expect(again.callback).toBeUndefined();
    const other = await arrive();
    await other.submit('enrolment', { pending, code: now(secret) });
    expect([other.status, other.callback]).toEqual([401, undefined]);
  });

  test('is recovered by an administrator: the former one is gone, and the door is open for days', async () => {
    await account('maker-2');
    await open('maker-2');
    const first = await signIn('maker-2');
    const [lost, form] = [shownOn(first.page), await signIn('maker-2')];
    await first.submit('enrolment', { code: now(lost) });
    expect(first.callback).toContain('code=');
    // Of two that were begun one is the second factor.
    await form.submit('enrolment', { code: now(shownOn(form.page)) });
    expect(form.callback).toBeUndefined();
    expect((await open('maker-2')).body).toMatchObject({ hasSecondFactor: false });
    const later = await signIn('maker-2');
    expect(shownOn(later.page)).not.toEqual(lost);
    await world.query(`UPDATE account SET totp_open_until = now() - interval '1 second' WHERE subject = 'maker-2'`);
    await later.submit('enrolment', { code: now(shownOn(later.page)) });
    expect(later.callback).toBeUndefined();
    await eventually(async () => {
      const changes = (await world.probe.events(AccountChangedV1)).map(({ data }) => data);
      const own = changes.filter(({ subject }) => subject === 'maker-2').map(({ change }) => change);
      expect(own.sort()).toEqual([
        ...['created', 'second-factor-enrolled', 'second-factor-opened', 'second-factor-opened'],
      ]);
      return true;
    });
    expect((await open('nobody-here')).status).toBe(404);
  });
});

describe('one address (security 31)', () => {
  test('asks for so many codes, whatever phones it names and whatever it says before the balancer', async () => {
    const from = (n: number): string => `1.2.3.${n}, 203.0.113.7`;
    for (let n = 0; n < 3; n++) {
      const visitor = await (await arrive(from(n))).submit('phone', { phone: `1391000000${n}` });
      expect(visitor.status).toBe(200);
    }
    const visitor = await (await arrive(from(4))).submit('phone', { phone: '13910000004' });
    expect([visitor.status, Number(visitor.headers.get('retry-after')) > 500]).toEqual([429, true]);
    expect(visitor.page).toContain('"code":"AUTH.TOO_MANY_ATTEMPTS"');
    expect(world.codeSentTo('13910000004')).toBeUndefined();
    expect((await (await arrive()).submit('phone', { phone: '13910000004' })).status).toBe(200);
  });

  test('tries so many codes, PINs and passwords, and is then told so without a look at any of them', async () => {
    await account('patient-1');
    const [from, elsewhere] = ['2001:db8:7:7::1', '2001:db8:7:8::1'];
    const visitor = await arrive(from);
    for (let n = 0; n < 10; n++) {
      await visitor.submit('pin', { login: `till-${n}`, pin: '123456' });
      await (
        await new Visitor(world.origin, '2001:db8:7:7::2').open(`${world.origin}/device`)
      ).submit('/device', {
        code: 'WRONGCODE2',
      });
    }
    await visitor.submit(
      'password',
      { login: 'patient-1', password: 'a long enough password' },
      { accept: 'text/html' },
    );
    expect([visitor.status, visitor.callback]).toEqual([429, undefined]);
    expect(visitor.page).toContain('请稍后再试');
    expect(Number(visitor.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await (
      await arrive(elsewhere)
    ).submit('password', { login: 'patient-1', password: 'a long enough password' });
    expect(other.callback).toBeDefined();
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
