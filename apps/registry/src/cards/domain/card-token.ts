import { createHash, randomBytes } from 'node:crypto';

/** Crockford's letters: none that is taken for another one. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 26;

/** `DS` and 26 letters with 128 random bits. It is no number of anything; whoever reads it learns nothing. */
export function newCardToken(): string {
  let bits = BigInt(`0x${randomBytes(16).toString('hex')}`);
  let text = '';
  for (let at = 0; at < LETTERS; at++) {
    text = `${ALPHABET[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return `DS${text}`;
}

/** What is kept of a token. A token is random, so its hash cannot be guessed back. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
