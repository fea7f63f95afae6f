import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Platform } from '@doorstep/verifier';

/** The verifier on Node's crypto. */
export const platform: Platform = {
  sha256: (data) => createHash('sha256').update(data).digest(),
  ed25519: (publicKey) => {
    const prefix = Buffer.from('302a300506032b6570032100', 'hex');
    const key = createPublicKey({ key: Buffer.concat([prefix, publicKey]), format: 'der', type: 'spki' });
    return (message, signature) => verify(null, message, key, signature);
  },
};
