import { AccountChangedV1, DeviceChangedV1, SessionEndedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from './support/browser.js';
import { SignInWorld, TWO_FACTORS } from './support/sign-in-world.js';

let world: SignInWorld;

// A second issuer, with other names for everything.
const CLAIMS = {
  OIDC_CLAIM_SUBJECT: 'employee_no',
  OIDC_CLAIM_STRENGTH: 'auth_methods',
  OIDC_TWO_FACTOR_VALUES: 'otp face',
  OIDC_SUBJECT_PREFIX: 'gov-',
};

beforeAll(async () => {
  world = await SignInWorld.start(CLAIMS, ['employee_no', 'auth_methods']);
});

afterAll(() => world.close());

const signIn = (employee: string, methods: readonly string[] = []): Promise<Browser> =>
  world.signIn({ sub: 'x', claims: { employee_no: employee, auth_methods: methods } });
const age = (subject: string, column: 'last_used_at' | 'expires_at', by: string) =>
  world.query(`UPDATE session SET ${column} = now() - $2::interval WHERE subject = $1`, [subject, by]);

test.each([
  ['idle', 'last_used_at', '31 minutes'],
  ['absolute', 'expires_at', '1 second'],
] as const)('a session ends after its %s time-out, on record (security 29)', async (reason, column, by) => {
  const employee = `${reason}-1`;
  const browser = await world.signIn({ sub: 'x', claims: { employee_no: employee } });
  const { sessionId } = await world.session(browser, ({ subject }) => subject === `gov-${employee}`);
  await age(`gov-${employee}`, column, by);
  expect((await browser.fetch('/auth/session')).status).toBe(401);
  await eventually(async () => {
    const ended = (await world.probe.events(SessionEndedV1)).map(({ data }) => data);
    expect(ended).toContainEqual(expect.objectContaining({ sessionId, reason }));
    return true;
  });
});

test('a page that asks by itself is no use: the session idles on, and a use by hand keeps it (security 29)', async () => {
  const browser = await signIn('idler');
  await world.session(browser, ({ subject }) => subject === 'gov-idler');
  const usedAt = async (): Promise<unknown> =>
    (await world.query('SELECT last_used_at FROM session WHERE subject = $1', ['gov-idler']))[0]?.['last_used_at'];
  await age('gov-idler', 'last_used_at', '29 minutes');
  const before = await usedAt();
  const background = { headers: { 'x-background': '1' } };
  for (const [path, init] of [
    ['/auth/session', {}],
    ['/auth/sessions', {}],
    ['/benefits/v1/claims', background],
  ] as const)
    expect([path, (await browser.fetch(path, init)).status < 300]).toEqual([path, true]);
  expect(await usedAt()).toEqual(before);
  await browser.fetch('/benefits/v1/claims');
  expect(await usedAt()).not.toEqual(before);
});

test('a session that timed out costs nobody a draft: nothing was done, and the same request goes through after signing in', async () => {
  const browser = await signIn('writer');
  await world.session(browser, ({ subject }) => subject === 'gov-writer');
  await age('gov-writer', 'last_used_at', '31 minutes');
  const draft = { method: 'POST', body: '{"text":"typed for half an hour"}' };
  const headers = { 'content-type': 'application/json', 'idempotency-key': uuidv7() };
  const send = () => browser.fetch('/benefits/v1/claims', { ...draft, headers });
  const before = world.upstream.seen.length;
  const refused = await send();
  // A page keeps what was typed and knows what to do; it is sent nowhere by itself.
  expect([refused.status, refused.headers.get('location')]).toEqual([401, null]);
  expect(await refused.json()).toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
  expect(world.upstream.seen.length).toBe(before);
  const { url } = await browser.visit('/auth/sign-in?returnTo=/docs?draft=7');
  expect(url).toBe(`${world.origin}/docs?draft=7`);
  expect((await send()).status).toBe(201);
  expect(world.upstream.seen.at(-1)).toMatchObject({ body: draft.body });
});

test('another issuer is only another configuration: its own claims name the account and its two factors (security 24)', async () => {
  const claims = { employee_no: '0042', auth_methods: ['pwd', 'otp'] };
  const browser = await world.signIn({ sub: 'meaningless', acr: 'whatever', claims });
  await world.session(browser, ({ subject, strength }) => subject === 'gov-0042' && strength === 'two_factor');
  const weak = await world.signIn({
    sub: 'meaningless',
    acr: TWO_FACTORS,
    claims: { employee_no: '0043', auth_methods: 'pwd' },
  });
  await world.session(weak, ({ subject, strength }) => subject === 'gov-0043' && strength === 'single');
});

test('a name that is no account name becomes one, the same every time and no other', async () => {
  const subjectOf = async (name: string): Promise<string> =>
    (await world.session(await world.signIn({ sub: 'x', claims: { employee_no: name } }), () => true)).subject;
  const [first, again, other] = [
    await subjectOf('auth0|1 2'),
    await subjectOf('auth0|1 2'),
    await subjectOf('auth0|1 3'),
  ];
  expect(first).toMatch(/^gov-x-[A-Za-z0-9_-]{43}$/);
  expect([again === first, other === first]).toEqual([true, false]);
});

test('an account that the token does not name is nobody', async () => {
  world.issuer.visitor = { sub: 'x', claims: {} };
  const { response } = await (await world.signIn({ sub: 'x', claims: {} })).visit('/auth/sign-in');
  expect(response.status).toBe(400);
});

describe('a session ends with what it stands on', () => {
  const accountChanged = async (subject: string, change: string, at = new Date()): Promise<void> => {
    const changeId = uuidv7();
    const data = { changeId, subject: `gov-${subject}`, change, at: at.toISOString() };
    await world.publish(newEvent(AccountChangedV1, changeId, data));
  };
  const deviceChanged = async (siteId: string, deviceId: string, change: string): Promise<void> => {
    const data = { deviceId, siteId, change, at: new Date().toISOString() };
    await world.publish(newEvent(DeviceChangedV1, uuidv7(), data));
  };
  const gone = (browser: Browser) =>
    eventually(async () => {
      expect((await browser.fetch('/auth/session')).status).toBe(401);
      return true;
    });
  const alive = async (browser: Browser): Promise<void> => {
    expect((await browser.fetch('/auth/session')).status).toBe(200);
  };

  test.each(['disabled', 'password', 'second-factor-opened'])('an account: %s', async (change) => {
    const subject = `account-${change}`;
    const [here, there] = [await signIn(subject), await signIn(subject, ['otp'])];
    const other = await signIn(`${subject}-2`);
    const { sessionId } = await world.session(here, () => true);
    await accountChanged(subject, change);
    await gone(here);
    await gone(there);
    await alive(other);
    await eventually(async () => {
      const ended = (await world.probe.events(SessionEndedV1)).map(({ data }) => data);
      expect(ended.filter((data) => data.subject === `gov-${subject}`).length).toBe(2);
      expect(ended).toContainEqual(expect.objectContaining({ sessionId, reason: 'killed' }));
      return true;
    });
  });

  test('what was proved after the change stays, and so it does after other changes', async () => {
    const [subject, marker] = ['account-late', 'account-late-marker'];
    const [browser, last] = [await signIn(subject), await signIn(marker)];
    const earlier = new Date(Date.now() - 3_600_000);
    await accountChanged(subject, 'password', earlier);
    await accountChanged(subject, 'enabled');
    await accountChanged(marker, 'disabled');
    await gone(last);
    await alive(browser);
  });

  test('a shared device, and no other one of its site', async () => {
    const at = (device: string): Promise<Browser> => signIn('till-7', [`urn:doorstep:acr:device:${device}`]);
    const [lost, kept, which] = [uuidv7(), uuidv7(), 'urn:doorstep:acr:device:puya'];
    const till = await at(`puya:${lost}`);
    const other = await at(`puya:${kept}`);
    const unsaid = await signIn('till-7', [which]);
    const elsewhere = await at(`minfeng:${kept}`);
    const atHome = await signIn('till-7');
    await deviceChanged('minfeng', kept, 'invited');
    await deviceChanged('puya', lost, 'revoked');
    await gone(till);
    // Of a session whose issuer does not say which device it is at, nobody knows that it is another one.
    await gone(unsaid);
    for (const browser of [other, elsewhere, atHome]) await alive(browser);
  });
});
