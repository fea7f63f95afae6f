import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt as OWASP lists it for 32 MB: three passes instead of more memory, since several people sign in at once. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
const STORED = /^scrypt\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;
export const MAX_PASSWORD_LENGTH = 128;

/** `scrypt$<salt>$<key>`. Unicode is normalised, so that one password typed on two keyboards is one. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`;
}

/** Nobody's password: comparing with it costs what comparing with somebody's costs. */
const NOBODY = `scrypt$${Buffer.alloc(16).toString('base64url')}$${randomBytes(KEY_BYTES).toString('base64url')}`;

/** The same work for an account without a password and for none at all. */
export async function matchesPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const [, salt = '', key = ''] = STORED.exec(stored ?? NOBODY) ?? STORED.exec(NOBODY) ?? [];
  const derived = await derive(password, Buffer.from(salt, 'base64url'));
  return timingSafeEqual(derived, Buffer.from(key, 'base64url')) && stored !== null && stored !== undefined;
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC').slice(0, MAX_PASSWORD_LENGTH), salt, KEY_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
