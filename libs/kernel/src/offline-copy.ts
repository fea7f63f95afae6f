import { ConflictError } from './domain-error.js';

/** The till has no use of this copy: another key, another day, a changed bit, or its time is over. */
export class OfflineCopyUnusableError extends ConflictError {
  constructor(readonly reason: 'not_a_copy' | 'not_for_this_key' | 'expired') {
    super('OFFLINE_COPY.UNUSABLE', `the offline copy cannot be used: ${reason}`, { reason });
  }
}

type Key = Parameters<typeof crypto.subtle.decrypt>[1];
const TAG_BITS = 128;

/**
 * Opens what `registry` sealed for this till: a JWE in compact form (RFC 7516), `dir` and `A256GCM`. Runs wherever there is WebCrypto;
 * `key` may be one that cannot be exported. The expiry (`exp`, seconds) stands in the protected header, which the tag covers, so nobody
 * moves it. @throws OfflineCopyUnusableError
 */
export async function openOfflineCopy(copy: string, key: Key, now: Date): Promise<unknown> {
  const [header = '', wrapped, iv = '', ciphertext = '', tag = '', ...more] = copy.split('.');
  if (wrapped !== '' || tag === '' || more.length > 0) throw new OfflineCopyUnusableError('not_a_copy');
  const additionalData = new TextEncoder().encode(header);
  const algorithm = { name: 'AES-GCM', iv: bytesOf(iv), additionalData, tagLength: TAG_BITS };
  const box = new Uint8Array([...bytesOf(ciphertext), ...bytesOf(tag)]);
  const opened = await crypto.subtle.decrypt(algorithm, key, box).catch(() => {
    throw new OfflineCopyUnusableError('not_for_this_key');
  });
  const { exp } = JSON.parse(textOf(bytesOf(header))) as { exp?: unknown };
  if (typeof exp !== 'number' || now.getTime() >= exp * 1000) throw new OfflineCopyUnusableError('expired');
  return JSON.parse(textOf(opened)) as unknown;
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(base64url) || base64url.length % 4 === 1)
    throw new OfflineCopyUnusableError('not_a_copy');
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function textOf(bytes: ArrayBuffer | Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
