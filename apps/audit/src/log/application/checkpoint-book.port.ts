import type { Tx } from '@doorstep/persistence';

/** A checkpoint that was signed, and where the journal goes on behind it. */
export interface SignedCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  /** Ids of the keys. */
  readonly signedBy: string;
  readonly nextJournal: bigint;
}

/** A key of the log and the sizes that it speaks for. `lastSize` is null while it signs. */
export interface LogKey {
  readonly vkey: string;
  readonly firstSize: number;
  readonly lastSize: number | null;
}

/** What was signed, kept in the database before it is published. */
export abstract class CheckpointBook {
  /** One signer at a time, until the transaction ends; false when another one is at it. */
  abstract takeTurn(tx: Tx): Promise<boolean>;
  abstract last(tx: Tx): Promise<SignedCheckpoint | undefined>;
  /** Notes signed after this one, oldest first; none when the book does not have it. */
  abstract signedAfter(tx: Tx, note: string, limit: number): Promise<string[]>;
  abstract add(tx: Tx, checkpoint: SignedCheckpoint): Promise<void>;
  /** In the order in which they came into use. */
  abstract keys(tx: Tx): Promise<LogKey[]>;
  /** These keys sign from `size` on; all others have signed their last. */
  abstract useKeys(tx: Tx, vkeys: readonly string[], size: number): Promise<void>;
}
