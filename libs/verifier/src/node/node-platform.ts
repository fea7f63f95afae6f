import { createHash, createPublicKey, verify } from 'node:crypto';
import * as crypto from 'node:crypto';
import type { Platform } from '../platform.js';

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
/** One call instead of three objects; Node has it from 20.12 on. */
const oneShot = (crypto as { hash?: typeof crypto.hash }).hash;

export const nodePlatform: Platform = {
  sha256: oneShot
    ? (data) => oneShot('sha256', data, 'buffer') as Buffer
    : (data) => createHash('sha256').update(data).digest(),
  ed25519: (publicKey) => {
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
    return (message, signature) => verify(null, message, key, signature);
  },
};
