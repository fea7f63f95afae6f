import { AccountChangedV1, SignInFailedV1 } from '@doorstep/contracts';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { matchingStep, stepOf, totpAt } from '../src/accounts/domain/totp.js';
import { authorizeAddress, GATEWAY, IdentityWorld, VERIFIER } from './identity-world.js';
import { unBase32 } from './un-base32.js';
import { Visitor } from './visitor.js';

let world: IdentityWorld;
/** Passwords cost CPU time by design; a dozen of them on a busy machine take a while. */
const SLOW_MS = 180_000;
const PASSWORD = 'a long enough password';

beforeAll(async () => {
  const demo = [{ subject: 'hotline-1', label: 'Hotline', twoFactor: false }];
  world = await IdentityWorld.start({ DEMO_ACCOUNTS: JSON.stringify(demo), TRUSTED_PROXIES: '127.0.0.1' });
});

afterAll(() => world.close());

const arrive = (more: Record<string, string> = {}): Promise<Visitor> =>
  new Visitor(world.origin).open(authorizeAddress(world.origin, more));
const account = async (subject: string): Promise<void> => {
  expect((await world.api('POST', '/v1/accounts', { subject, password: PASSWORD })).status).toBe(201);
};
/** The secret of a new second factor. */
const secondFactorOf = async (subject: string): Promise<Buffer> => {
  const { body } = await world.api('POST', `/v1/accounts/${subject}/second-factor`);
  return unBase32(new URL(String(body['otpauthUri'])).searchParams.get('secret') ?? '');
};

describe('the page', () => {
  test('needs no script, loads nothing, and is Chinese first', async () => {
    const visitor = await arrive();
    expect(visitor.status).toBe(200);
    expect(visitor.page).toMatch(/<html lang="zh-CN">/);
    expect(visitor.page).not.toMatch(/<script|<link|<img|https?:\/\//);
    const policy = visitor.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).toContain(`form-action 'self' ${GATEWAY}`);
  });

  test('opens in the browser that began, and nowhere else (security 29)', async () => {
    const visitor = await arrive();
    const uid = /action="\/sign-in\/([A-Za-z0-9_-]+)\//.exec(visitor.page)?.[1] ?? '';
    expect((await new Visitor(world.origin).open(`${world.origin}/sign-in/${uid}`)).status).toBe(410);
  });

  test('takes forms from its own pages only (CSRF, security 28)', async () => {
    const visitor = await arrive();
    await visitor.submit(
      'password',
      { login: 'a', password: 'b' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    );
    expect(visitor.status).toBe(403);
  });

  test('a form that is too large is not read (security 31)', async () => {
    const visitor = await arrive();
    await visitor.submit('password', { login: 'a', password: 'x'.repeat(10_000) });
    expect(visitor.status).toBe(413);
  });
});

describe('staff', () => {
  test('sign in with a password, and the gateway redeems the code with its verifier only', async () => {
    await account('op-1');
    const visitor = await (await arrive()).submit('password', { login: 'OP-1', password: PASSWORD });
    expect(visitor.callback).toContain(`${GATEWAY}/auth/callback?code=`);
    expect((await world.redeem(visitor.callback ?? '', 'w'.repeat(43))).status).toBe(400);
    const again = await (await arrive()).submit('password', { login: 'op-1', password: PASSWORD });
    const { claims } = await world.redeem(again.callback ?? '', VERIFIER);
    expect(claims).toMatchObject({ sub: 'op-1', nonce: 'n'.repeat(43), acr: 'urn:doorstep:acr:single' });
    expect(claims?.['auth_time']).toEqual(expect.any(Number));
  });

  test('a code that is redeemed many times at once is good once (security 12)', async () => {
    await account('op-2');
    const { callback = '' } = await (await arrive()).submit('password', { login: 'op-2', password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.redeem(callback, VERIFIER)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect((await world.redeem(callback, VERIFIER)).status).toBe(400);
  });

  test('a code is not given without PKCE, nor with the plain method (security 26)', async () => {
    for (const more of [{ code_challenge: '' }, { code_challenge_method: 'plain' }] as Record<string, string>[]) {
      const visitor = await arrive(more);
      expect(visitor.callback ?? '').not.toContain('code=');
      expect(visitor.callback ?? '').toContain('error=invalid_request');
    }
  });

  test('a code goes to the address of the gateway only', async () => {
    const visitor = await arrive({ redirect_uri: 'https://evil.example/auth/callback' });
    expect([visitor.status, visitor.callback]).toEqual([400, undefined]);
    expect(visitor.page).toContain('登录未完成');
  });

  test('with a second factor, which is good once, at its time', async () => {
    await account('finance-1');
    const secret = await secondFactorOf('finance-1');
    const visitor = await (await arrive()).submit('password', { login: 'finance-1', password: PASSWORD });
    expect([visitor.callback, visitor.page.includes('验证器')]).toEqual([undefined, true]);
    const wrong = totpAt(secret, stepOf(Date.now()) - 10);
    await visitor.submit('second-factor', { code: wrong });
    expect([visitor.status, visitor.callback]).toEqual([401, undefined]);
    const code = totpAt(secret, stepOf(Date.now()));
    await visitor.submit('second-factor', { code });
    const { claims } = await world.redeem(visitor.callback ?? '', VERIFIER);
    expect(claims).toMatchObject({ sub: 'finance-1', acr: 'urn:doorstep:acr:two-factor' });
    const replay = await (await arrive()).submit('password', { login: 'finance-1', password: PASSWORD });
    await replay.submit('second-factor', { code });
    expect(replay.callback).toBeUndefined();
  });

  test('a second factor does not follow a password of somebody else, nor of another sign-in', async () => {
    await account('finance-2');
    const secret = await secondFactorOf('finance-2');
    const one = await (await arrive()).submit('password', { login: 'finance-2', password: PASSWORD });
    const pending = /name="pending" value="([^"]+)"/.exec(one.page)?.[1] ?? '';
    const other = await arrive();
    await other.submit('second-factor', { pending, code: totpAt(secret, stepOf(Date.now())) });
    expect([other.status, other.callback]).toEqual([401, undefined]);
  });

  test(
    'five wrong passwords lock the name, also for the right one, and also a name of nobody (security 31)',
    async () => {
      await account('locked-1');
      for (const login of ['locked-1', 'nobody-at-all']) {
        const visitor = await arrive();
        for (let n = 0; n < 5; n++) await visitor.submit('password', { login, password: `guess ${n}` });
        await visitor.submit('password', { login, password: PASSWORD });
        expect([visitor.status, visitor.callback, visitor.page.includes('尝试次数过多')]).toEqual([
          401,
          undefined,
          true,
        ]);
      }
      const rows = await world.query(
        'SELECT failures, locked_until > now() AS locked FROM attempt_count WHERE failures >= 5',
      );
      expect(rows.filter(({ locked }) => locked === true)).toHaveLength(2);
    },
    SLOW_MS,
  );

  test(
    'guesses that come at once are counted one by one',
    async () => {
      await account('parallel-1');
      const visitors = await Promise.all(Array.from({ length: 12 }, () => arrive()));
      await Promise.all(
        visitors.map((visitor, n) => visitor.submit('password', { login: 'parallel-1', password: `guess ${n}` })),
      );
      await eventually(async () => {
        const failed = (await world.probe.events(SignInFailedV1))
          .map(({ data }) => data)
          .filter(({ subject }) => subject === 'parallel-1');
        expect(failed.filter(({ reason }) => reason === 'wrong')).toHaveLength(5);
        expect(failed.filter(({ reason }) => reason === 'locked')).toHaveLength(7);
        return true;
      });
    },
    SLOW_MS,
  );

  test('a disabled account does not come in', async () => {
    await account('gone-1');
    expect((await world.api('PATCH', '/v1/accounts/gone-1', { disabled: true })).body).toMatchObject({
      disabled: true,
    });
    expect(
      (await (await arrive()).submit('password', { login: 'gone-1', password: PASSWORD })).callback,
    ).toBeUndefined();
  });
});

describe('families', () => {
  const PHONE = '13900000001';
  const askCode = async (phone: string): Promise<Visitor> => (await arrive()).submit('phone', { phone });

  test('sign in with a code, the first time with a new account without a right, and the same one later', async () => {
    const visitor = await askCode(PHONE);
    await visitor.submit('code', { code: world.codeSentTo(PHONE) ?? '' });
    const { claims } = await world.redeem(visitor.callback ?? '', VERIFIER);
    expect(claims?.sub).toMatch(/^family-[0-9a-f]{24}$/);
    const again = await askCode(PHONE);
    await again.submit('code', { code: world.codeSentTo(PHONE) ?? '' });
    expect((await world.redeem(again.callback ?? '', VERIFIER)).claims?.sub).toBe(claims?.sub);
    const changed = (await world.probe.events(AccountChangedV1)).map(({ data }) => data);
    expect(changed.filter(({ subject }) => subject === claims?.sub)).toHaveLength(1);
    expect(JSON.stringify(await world.query('SELECT * FROM account'))).not.toContain(PHONE);
  });

  test('a code is good once, however many come at once (security 12)', async () => {
    const phone = '13900000002';
    const first = await askCode(phone);
    const code = world.codeSentTo(phone) ?? '';
    const pending = /name="pending" value="([^"]+)"/.exec(first.page)?.[1] ?? '';
    const uses = await Promise.all(
      Array.from({ length: 4 }, () => first.submit('code', { pending, code }).catch(() => undefined)),
    );
    expect(uses).toHaveLength(4);
    expect(
      await world.query('SELECT subject FROM account WHERE phone_key IS NOT NULL AND subject LIKE $1', ['family-%']),
    ).not.toHaveLength(0);
    const rows = await world.query('SELECT used_at IS NOT NULL AS used FROM one_time_code ORDER BY id DESC LIMIT 1');
    expect(rows).toEqual([{ used: true }]);
    const late = await askCode(phone);
    await late.submit('code', { code });
    expect(late.status === 401 || world.codeSentTo(phone) === code).toBe(true);
  });

  test('five guesses are all there are, then also the right code is worth nothing (security 31)', async () => {
    const phone = '13900000003';
    const visitor = await askCode(phone);
    const code = world.codeSentTo(phone) ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n++) await visitor.submit('code', { code: wrong });
    await visitor.submit('code', { code });
    expect([visitor.status, visitor.callback]).toEqual([401, undefined]);
  });

  test('an old code is worth nothing', async () => {
    const phone = '13900000004';
    const visitor = await askCode(phone);
    await world.query("UPDATE one_time_code SET expires_at = now() - interval '1 second'");
    await visitor.submit('code', { code: world.codeSentTo(phone) ?? '' });
    expect(visitor.callback).toBeUndefined();
  });

  test('every phone is answered alike, and gets five codes before the pauses begin', async () => {
    const phone = '13900000005';
    const shape = ({ page, status }: Visitor): string =>
      `${status} ${page.replace(/value="[^"]*"|\/sign-in\/[\w-]+|\d{6}/g, '')}`;
    const answers = [await askCode(PHONE), ...(await Promise.all(Array.from({ length: 6 }, () => askCode(phone))))];
    expect(new Set(answers.map(shape)).size).toBe(1);
    expect(
      await world.query(
        'SELECT id FROM one_time_code WHERE phone_key = (SELECT phone_key FROM one_time_code ORDER BY id DESC LIMIT 1)',
      ),
    ).toHaveLength(5);
  });
});

test('the people of a demonstration have a button, and only they', async () => {
  const visitor = await (await arrive()).submit('demo', { subject: 'hotline-1' });
  expect((await world.redeem(visitor.callback ?? '', VERIFIER)).claims).toMatchObject({ sub: 'hotline-1' });
  await account('no-demo');
  expect((await (await arrive()).submit('demo', { subject: 'no-demo' })).callback).toBeUndefined();
});

test('what failed is on record, without what was typed (security 39)', async () => {
  await (await arrive()).submit('password', { login: 'zhang-san', password: 'geheim-geheim' });
  await eventually(async () => {
    const failed = await world.probe.events(SignInFailedV1);
    expect(failed.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ subject: null, method: 'password', reason: 'wrong' }),
    );
    expect(failed.map(({ bytes }) => bytes.toString()).join()).not.toMatch(/zhang-san|geheim/);
    return true;
  });
});

test('the reading of secrets that this specification uses is right', () => {
  const secret = Buffer.from('12345678901234567890');
  expect(unBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toEqual(secret);
  expect(matchingStep(secret, totpAt(secret, 1), 59_000)).toBe(1);
});
