import { assert } from '@doorstep/kernel';
import type { Checkpoint } from '../domain/checkpoint.js';
import { signCheckpoint } from '../domain/checkpoint.js';
import { NoteSigner, signNote } from '../domain/signed-note.js';

const PEM = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g;

/** The keys of the log under its origin. The first is the present one; during a rotation the former one signs as well. */
export class LogSigners {
  private readonly signers: readonly NoteSigner[];

  constructor(
    readonly origin: string,
    pems: string,
  ) {
    this.signers = (pems.match(PEM) ?? []).map((pem) => new NoteSigner(origin, pem));
    assert(this.signers.length > 0, 'LOG_KEY holds no private key');
  }

  /** The verifier key of the log, one line. */
  get vkey(): string {
    return (this.vkeys as [string])[0];
  }

  get vkeys(): readonly string[] {
    return this.signers.map((signer) => signer.vkey());
  }

  /** Ids of the keys that sign. */
  get signedBy(): string {
    return this.signers.map(({ keyId }) => keyId.toString('hex')).join('+');
  }

  checkpoint(size: number, root: Buffer): string {
    const checkpoint: Checkpoint = { origin: this.origin, size, root };
    return signCheckpoint(checkpoint, this.signers);
  }

  note(text: string): string {
    return signNote(text, this.signers);
  }
}
