import { SessionEndedV1, SessionStartedV1 } from '@doorstep/contracts';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Browser } from './support/browser.js';
import { SESSION_COOKIE, SignInWorld } from './support/sign-in-world.js';

let world: SignInWorld;

beforeAll(async () => {
  world = await SignInWorld.start();
});

beforeEach(() => {
  world.upstream.seen.length = 0;
});

afterAll(() => world.close());

const isCallback = (url: string): boolean => url.startsWith(`${world.origin}/auth/callback`);
/** A browser that has come back from the issuer up to the door, with the address that it would open next. */
async function atTheDoor(sub: string): Promise<{ browser: Browser; callback: string }> {
  const browser = new Browser(world.origin);
  world.issuer.visitor = { sub };
  const { url } = await browser.visit('/auth/sign-in', isCallback);
  return { browser, callback: url };
}
const refusedPage = async (response: Response): Promise<void> => {
  expect(response.status).toBe(400);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response.text()).toContain('登录未完成');
};

describe('signing in (security 25, 26, 27)', () => {
  test('asks with code, PKCE S256, state and nonce, and for a fresh sign-in', async () => {
    const browser = new Browser(world.origin);
    const { url } = await browser.visit('/auth/sign-in', (address) => address.startsWith(world.issuer.url));
    const asked = Object.fromEntries(new URL(url).searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      prompt: 'login',
      scope: 'openid',
    });
    expect([asked['state'], asked['nonce'], asked['code_challenge']].map((value) => value?.length)).toEqual([
      43, 43, 43,
    ]);
  });

  test('brings one cookie that scripts cannot read, and no token to the browser', async () => {
    const { browser, callback } = await atTheDoor('li-1');
    const response = await browser.send(callback);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    const [cookie = ''] = response.headers.getSetCookie().filter((line) => line.startsWith(SESSION_COOKIE));
    expect(cookie).toMatch(/^development-doorstep-session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await response.text()).not.toMatch(/eyJ/);
    expect(JSON.stringify([...response.headers])).not.toMatch(/eyJ/);
  });

  test('is an event, and so is signing out', async () => {
    const browser = await world.signIn({ sub: 'recorded' });
    const { sessionId } = await world.session(browser, ({ subject }) => subject === 'recorded');
    expect(await (await browser.post('/auth/sign-out')).json()).toEqual({ ended: 1 });
    await eventually(async () => {
      const started = (await world.probe.events(SessionStartedV1)).map(({ data }) => data);
      const ended = (await world.probe.events(SessionEndedV1)).map(({ data }) => data);
      expect(started).toContainEqual(expect.objectContaining({ sessionId, subject: 'recorded', strength: 'single' }));
      expect(ended).toContainEqual(expect.objectContaining({ sessionId, reason: 'signed_out' }));
      return true;
    });
  });

  test('keeps only hashes: the database opens no session', async () => {
    const browser = await world.signIn({ sub: 'hashed' });
    const token = browser.cookie(SESSION_COOKIE) ?? '';
    const { createHash } = await import('node:crypto');
    const rows = await world.query(
      'SELECT encode(token_hash, $1) AS hash, s::text AS row FROM session s WHERE subject = $2',
      ['hex', 'hashed'],
    );
    expect(rows.map(({ hash }) => hash)).toEqual([createHash('sha256').update(token).digest('hex')]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/auth/sign-in',
    'javascript:alert(1)',
    '/a\r\nb',
  ])('goes nowhere else afterwards: %j', async (wish) => {
    const browser = new Browser(world.origin);
    world.issuer.visitor = { sub: 'li-1' };
    const { url } = await browser.visit(`/auth/sign-in?returnTo=${encodeURIComponent(wish)}`, isCallback);
    expect((await browser.send(url)).headers.get('location')).toBe('/');
  });
});

describe('a stolen or made-up answer of the issuer is worth nothing (security 26, 12)', () => {
  test('a code that is used again, state and all', async () => {
    const { browser, callback } = await atTheDoor('li-1');
    expect((await browser.send(callback)).status).toBe(303);
    await refusedPage(await browser.send(callback));
  });

  test('a code that is used many times at once signs in once', async () => {
    const { browser, callback } = await atTheDoor('parallel');
    const headers = {
      cookie: [...(browser.jar.get(new URL(world.origin).host) ?? [])].map((pair) => pair.join('=')).join(';'),
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => fetch(callback, { headers, redirect: 'manual' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(7).fill(400)]);
    expect(await world.query('SELECT id FROM session WHERE subject = $1', ['parallel'])).toHaveLength(1);
  });

  test('an answer that was begun in another browser (login CSRF)', async () => {
    const { callback } = await atTheDoor('mallory');
    const victim = new Browser(world.origin);
    await refusedPage(await victim.send(callback));
    await victim.visit('/auth/sign-in', (url) => url.startsWith(world.issuer.url));
    await refusedPage(await victim.send(callback));
    expect(victim.cookie(SESSION_COOKIE)).toBeUndefined();
  });

  test.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'A'.repeat(43))],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['another code', (url: URL) => url.searchParams.set('code', 'made-up')],
    ['no code', (url: URL) => url.searchParams.delete('code')],
    [
      'an error of the issuer',
      (url: URL) => url.searchParams.set('error', 'access_denied') ?? url.searchParams.delete('code'),
    ],
  ])('%s', async (_what, change) => {
    const { browser, callback } = await atTheDoor('li-1');
    const url = new URL(callback);
    change(url);
    await refusedPage(await browser.send(url.href));
  });
});

describe('a session', () => {
  test('gets a new token at every sign-in, and the old one is dead (session fixation, security 29)', async () => {
    const browser = new Browser(world.origin);
    browser.plant(SESSION_COOKIE, 'F'.repeat(43));
    await world.signIn({ sub: 'li-1' }, browser);
    const first = browser.cookie(SESSION_COOKIE) ?? '';
    expect(first).not.toBe('F'.repeat(43));
    await world.signIn({ sub: 'li-2' }, browser);
    expect(browser.cookie(SESSION_COOKIE)).not.toBe(first);
    const thief = new Browser(world.origin);
    thief.plant(SESSION_COOKIE, first);
    expect((await thief.fetch('/auth/session')).status).toBe(401);
  });

  test('that was planted beside the real one counts for nothing', async () => {
    const browser = await world.signIn({ sub: 'li-1' });
    const cookie = `${SESSION_COOKIE}=${'P'.repeat(43)}; ${SESSION_COOKIE}=${browser.cookie(SESSION_COOKIE)}`;
    expect((await fetch(`${world.origin}/auth/session`, { headers: { cookie } })).status).toBe(401);
  });

  test('ends on the server at sign-out, at sign-out everywhere and one by one, only for its owner', async () => {
    const [phone, till] = [await world.signIn({ sub: 'many' }), await world.signIn({ sub: 'many' })];
    const stranger = await world.signIn({ sub: 'stranger' });
    const { sessionId } = await world.session(phone, () => true);
    const foreign = await stranger.post(`/auth/sessions/${sessionId}/end`);
    expect([foreign.status, await foreign.json()]).toMatchObject([404, { code: 'AUTH.SESSION_NOT_FOUND' }]);
    expect((await till.post(`/auth/sessions/${sessionId}/end`)).status).toBe(200);
    expect((await phone.fetch('/auth/session')).status).toBe(401);
    const third = await world.signIn({ sub: 'many' });
    expect(await (await till.post('/auth/sign-out-everywhere')).json()).toEqual({ ended: 2 });
    for (const browser of [till, third]) expect((await browser.fetch('/auth/session')).status).toBe(401);
    expect((await stranger.fetch('/auth/session')).status).toBe(200);
  });

  test('ends with all others of its owner, however many there are', async () => {
    const browser = await world.signIn({ sub: 'crowd' });
    await world.query(`INSERT INTO session SELECT gen_random_uuid(), sha256(n::text::bytea), subject, strength, device_site_id,
      signed_in_at, proved_at, last_used_at, expires_at FROM session, generate_series(1, 120) AS n WHERE subject = 'crowd'`);
    expect(await (await browser.post('/auth/sign-out-everywhere')).json()).toEqual({ ended: 121 });
  });

  test('identity headers from outside say nothing (security 32)', async () => {
    const browser = await world.signIn({ sub: 'li-1' });
    const forged = { 'x-user-id': 'admin-1', 'x-forwarded-user': 'admin-1', 'x-internal-actor': 'staff:admin-1' };
    const response = await browser.fetch('/auth/session', { headers: forged });
    expect(await response.json()).toMatchObject({
      subject: 'li-1',
      grants: [{ role: 'family', scope: { persons: [] }, may: [] }],
    });
    await browser.fetch('/benefits/v1/claims', { headers: forged });
    const seen = world.upstream.seen.at(-1)?.headers ?? {};
    for (const name of [...Object.keys(forged), 'cookie']) expect(seen).not.toHaveProperty(name);
  });
});

describe('a request that changes something must come from a page of this origin (CSRF, security 28)', () => {
  const attempts: readonly [string, Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }],
    ['a typed address', { 'sec-fetch-site': 'none' }],
    ['an older browser on another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a sandboxed frame that says so', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
    ['nobody says where', {}],
    ['a contradiction', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
  ];

  test.each(attempts)('refused from %s', async (_where, headers) => {
    const browser = await world.signIn({ sub: 'li-1' });
    for (const path of ['/meal-orders/v1/orders', '/auth/sign-out']) {
      const response = await browser.send(`${world.origin}${path}`, { method: 'POST', headers });
      expect([response.status, await response.json()]).toMatchObject([403, { code: 'AUTH.CROSS_SITE' }]);
    }
    expect(world.upstream.seen).toHaveLength(0);
    expect((await browser.fetch('/auth/session')).status).toBe(200);
  });

  test.each([
    ['a page', { 'sec-fetch-site': 'same-origin' }],
    ['the form of a page without a referrer', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['a page in an older browser', {}],
  ])('taken from %s of this origin', async (_where, headers) => {
    const browser = await world.signIn({ sub: 'li-1' });
    const init = { method: 'POST', headers: { origin: world.origin, ...headers } };
    expect((await browser.send(`${world.origin}/meal-orders/v1/orders`, init)).status).toBe(201);
  });
});
