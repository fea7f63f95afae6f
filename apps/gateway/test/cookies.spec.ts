import { describe, expect, test } from '@jest/globals';
import { Cookies } from '../src/sign-in/api/cookies.js';

const TOKEN = 'a'.repeat(43);

describe('cookies', () => {
  test('over TLS have names that no other host and no plain connection can set', () => {
    const cookies = new Cookies('https://doorstep.example');
    expect(cookies.set(cookies.session, TOKEN)).toBe(
      `__Host-doorstep-session=${TOKEN}; Path=/; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(cookies.clear(cookies.attempt)).toBe(
      '__Host-doorstep-sign-in=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
    );
  });

  test.each([
    ['twice', `n=${TOKEN}; n=${TOKEN}`],
    ['under a longer name', `xn=${TOKEN}`],
    ['with something else for a token', 'n=<script>'],
    ['cut', `n=${TOKEN.slice(1)}`],
  ])('that come %s count as none', (_how, header) => {
    expect(new Cookies(undefined).read(header, 'n')).toBeUndefined();
  });

  test('are found among others', () => {
    expect(new Cookies(undefined).read(`a=b; n=${TOKEN};c=d`, 'n')).toBe(TOKEN);
  });
});
