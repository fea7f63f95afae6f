import type { KeyObject } from 'node:crypto';
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash, randomFillSync } from 'node:crypto';

export const SECRET_BYTES = 32;
/** Owner of the key of records that are about no person. */
export const SEALED_FOR_NOBODY = '';
const ALGORITHM = 'aes-256-gcm';
const BLOCK_BYTES = 64;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The key of one person's records. Destroying the secret makes bytes unreadable and salts unknowable, which leaves of the public
 * log nothing but random-looking commitments.
 */
export class RecordKey {
  /** The two halves of an HMAC that depend on the key alone. */
  private readonly inner: Buffer;
  private readonly outer: Buffer;
  private readonly sealKey: KeyObject;

  constructor(
    readonly keyId: number,
    secret: Buffer,
    /** The person was erased: what it seals is opened only for who says why. */
    readonly restricted = false,
    /** Of an erased person: evidence of paid claims may not be gone yet. */
    readonly keepsEvidence = false,
  ) {
    this.inner = padded(secret, 0x36);
    this.outer = padded(secret, 0x5c);
    // Two uses, two keys: what is handed out as a salt must say nothing about the key that seals.
    this.sealKey = createSecretKey(createHmac('sha256', secret).update('doorstep record seal', 'utf8').digest());
  }

  /** HMAC-SHA-256(key, event id), written out since Node's own object costs more than the hashes: handed out with a record, so that its commitment can be recomputed. */
  saltOf(eventId: string): Buffer {
    const inside = sha256(Buffer.concat([this.inner, Buffer.from(eventId, 'utf8')]));
    return sha256(Buffer.concat([this.outer, inside]));
  }

  /** `context` (the event's id) is bound to the result, so that nobody can pass one record off as another. */
  seal(bytes: Buffer, context: string): Buffer {
    return sealWith(this.sealKey, bytes, context);
  }

  /** @throws when key, context or a single bit differs */
  open(sealed: Buffer, context: string): Buffer {
    return openWith(this.sealKey, sealed, context);
  }

  /** Null when key, context or a single bit differs. */
  openIfWhole(sealed: Buffer, context: string): Buffer | null {
    try {
      return this.open(sealed, context);
    } catch {
      return null;
    }
  }
}

/** RFC 2104 for a key that is shorter than a block of the hash. */
function padded(secret: Buffer, byte: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES, byte);
  for (const [at, each] of secret.entries()) block[at] = each ^ byte;
  return block;
}

function sha256(data: Buffer): Buffer {
  return hash('sha256', data, 'buffer') as Buffer;
}

/** Random numbers are cheap in large helpings only. */
const ivs = Buffer.alloc(1024 * IV_BYTES);
let nextIv = ivs.length;

function freshIv(): Buffer {
  if (nextIv === ivs.length) {
    randomFillSync(ivs);
    nextIv = 0;
  }
  nextIv += IV_BYTES;
  return ivs.subarray(nextIv - IV_BYTES, nextIv);
}

/** iv || ciphertext || tag. */
export function sealWith(key: KeyObject, bytes: Buffer, context: string): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv(ALGORITHM, key, iv);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const sealed = Buffer.allocUnsafe(IV_BYTES + bytes.length + TAG_BYTES);
  iv.copy(sealed);
  cipher.update(bytes).copy(sealed, IV_BYTES);
  cipher.final(); // GCM is a stream: nothing is left, but the tag is made here
  cipher.getAuthTag().copy(sealed, IV_BYTES + bytes.length);
  return sealed;
}

export function openWith(key: KeyObject, sealed: Buffer, context: string): Buffer {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, end)), decipher.final()]);
}
