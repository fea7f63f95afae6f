import type { Platform } from '@doorstep/verifier';
import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

hashes.sha512 = sha512;

/** In plain JavaScript: a saved page, or one over plain HTTP, has no WebCrypto. */
export const browserPlatform: Platform = {
  sha256,
  ed25519: (publicKey) => (message, signature) => {
    try {
      return verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false; // what is no signature at all
    }
  },
};
