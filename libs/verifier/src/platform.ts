/** What the verifier needs of the machine it runs on; in a browser WebCrypto and any SHA-256 do. */
export interface Platform {
  sha256(data: Uint8Array): Uint8Array;
  /** @param publicKey 32 raw bytes; answers a check of one message and its 64 bytes of signature */
  ed25519(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;
}

/** Something public is not as it must be. */
export class NotVerifiedError extends Error {
  override readonly name = 'NotVerifiedError';
}
