import type { Checkpoint } from '../domain/checkpoint.js';
import { signCheckpoint } from '../domain/checkpoint.js';
import { LogKeyError } from '../domain/log.errors.js';
import { NoteSigner, signNote } from '../domain/signed-note.js';

const PEM = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g;

/** Private keys in PEM, read anew each time. */
export type KeySource = () => string;

/**
 * The keys of the log under its origin. The first is the present one; during a rotation the former one signs as well. They are read again
 * before each round: whoever tampers with their file stops checkpoints until it is put right, and nothing else.
 */
export class LogSigners {
  private readonly source: KeySource;
  private signers: readonly NoteSigner[] = [];
  private pems: string | undefined;

  constructor(
    readonly origin: string,
    given: string | KeySource,
  ) {
    this.source = typeof given === 'string' ? () => given : given;
    try {
      this.refresh();
    } catch {
      // The first round says so.
    }
  }

  /** True when other keys sign from now on. @throws LogKeyError when there is none that can sign */
  refresh(): boolean {
    const pems = this.read();
    if (pems === this.pems) return false;
    this.signers = signersIn(this.origin, pems);
    this.pems = pems;
    return true;
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

  private read(): string {
    try {
      return this.source();
    } catch {
      throw new LogKeyError('the file of its key cannot be read');
    }
  }
}

function signersIn(origin: string, pems: string): NoteSigner[] {
  const found = pems.match(PEM) ?? [];
  if (found.length === 0) throw new LogKeyError('LOG_KEY holds no private key');
  try {
    return found.map((pem) => new NoteSigner(origin, pem));
  } catch {
    throw new LogKeyError('LOG_KEY holds something that is no Ed25519 key');
  }
}
