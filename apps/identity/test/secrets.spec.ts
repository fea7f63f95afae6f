import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { hashPassword, matchesPassword } from '../src/accounts/domain/password.js';
import { base32, matchingStep, otpauthUri, stepOf, totpAt } from '../src/accounts/domain/totp.js';
import { Secrets } from '../src/shared/application/secrets.js';

/** Passwords cost CPU time by design; on a machine that does other things they take a while. */
const SLOW_MS = 180_000;

describe('passwords', () => {
  test(
    'match themselves, in every way to write them, and nothing else',
    async () => {
      const stored = await hashPassword('密码é-longer');
      expect(stored).not.toContain('密码');
      expect(await matchesPassword(stored, '密码é-longer')).toBe(true);
      expect(await matchesPassword(stored, '密码é-longe')).toBe(false);
      expect(await hashPassword('密码é-longer')).not.toBe(stored);
    },
    SLOW_MS,
  );

  test(
    'nobody’s password matches nothing, with the same work (enumeration by timing)',
    async () => {
      for (const nothing of [null, undefined]) expect(await matchesPassword(nothing, '')).toBe(false);
      // Both ways run one scrypt of the same cost: the quicker one takes at least a third of the slower one's CPU time.
      const stored = await hashPassword('somebody');
      const cost = async (hash: string | null): Promise<number> => {
        const from = process.cpuUsage();
        await matchesPassword(hash, 'guess');
        return process.cpuUsage(from).user;
      };
      const [known, unknown] = [await cost(stored), await cost(null)];
      expect(Math.min(known, unknown) / Math.max(known, unknown)).toBeGreaterThan(1 / 3);
    },
    SLOW_MS,
  );
});

describe('second factors (RFC 6238)', () => {
  const secret = Buffer.from('12345678901234567890');

  // Appendix B, the last six of eight digits.
  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at second %i the code is %s', (second, code) => {
    expect(totpAt(secret, stepOf(second * 1000))).toBe(code);
    expect(matchingStep(secret, code, second * 1000)).toBe(stepOf(second * 1000));
  });

  test('one step early or late is taken, two are not', () => {
    const at = 1234567890_000;
    for (const off of [-1, 0, 1])
      expect(matchingStep(secret, totpAt(secret, stepOf(at) + off), at)).toBe(stepOf(at) + off);
    for (const off of [-2, 2]) expect(matchingStep(secret, totpAt(secret, stepOf(at) + off), at)).toBeUndefined();
    for (const odd of ['', '28708', '2870820', '28708²']) expect(matchingStep(secret, odd, 59_000)).toBeUndefined();
  });

  test('are told to authenticator apps in base32', () => {
    expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(base32(Buffer.from('f'))).toBe('MY');
    expect(otpauthUri(secret, 'finance-1')).toMatch(
      /^otpauth:\/\/totp\/Doorstep%3Afinance-1\?secret=GEZ.*&digits=6&period=30$/,
    );
  });
});

describe('what is sealed, signed and looked up under the key', () => {
  const secrets = new Secrets({ IDENTITY_KEY: randomBytes(32) });
  const other = new Secrets({ IDENTITY_KEY: randomBytes(32) });

  test('opens for its owner with this key alone', () => {
    const sealed = secrets.seal(Buffer.from('secret'), 'li-1');
    expect(secrets.open(sealed, 'li-1').toString()).toBe('secret');
    expect(() => secrets.open(sealed, 'li-2')).toThrow();
    expect(() => other.open(sealed, 'li-1')).toThrow();
  });

  test('a form carries it for one purpose and some time', () => {
    const signed = secrets.sign('totp a', 'li-1', 1_000);
    expect(secrets.verify('totp a', signed, 999)).toBe('li-1');
    expect(secrets.verify('totp a', signed, 1_000)).toBeUndefined();
    expect(secrets.verify('totp b', signed, 0)).toBeUndefined();
    expect(secrets.verify('totp a', signed.replace('1000', '9000'), 0)).toBeUndefined();
    expect(other.verify('totp a', signed, 0)).toBeUndefined();
    for (const odd of ['', '..', 'a.b.c']) expect(secrets.verify('totp a', odd, 0)).toBeUndefined();
  });

  test('is found by a hash that nobody without the key can try', () => {
    expect(secrets.mac('phone', '1')).toEqual(secrets.mac('phone', '1'));
    expect(secrets.mac('phone', '1')).not.toEqual(other.mac('phone', '1'));
    expect(secrets.mac('phone', '1')).not.toEqual(secrets.mac('code', '1'));
  });
});
