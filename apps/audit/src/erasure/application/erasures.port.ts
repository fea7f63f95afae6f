import type { Tx } from '@doorstep/persistence';

/** A person whom `registry` has erased. */
export interface ErasedPerson {
  readonly journalIndex: bigint;
  readonly personId: string;
  readonly erasureId: string;
  readonly erasedAt: Date;
  /** Last day on which evidence of paid claims may be kept. */
  readonly evidenceUntil: string;
}

export interface NewErasures {
  readonly persons: readonly ErasedPerson[];
  /** Journal index up to which all are read. */
  readonly next: bigint;
}

export abstract class Erasures {
  /** What `registry` has told since the last time, below what is noted. Undefined while another instance is at it. */
  abstract unread(tx: Tx, limit: number): Promise<NewErasures | undefined>;
  abstract moveTo(tx: Tx, next: bigint): Promise<void>;
  /** Journal indexes of the records that prove claims which were paid to the person. */
  abstract evidenceOf(tx: Tx, personId: string): Promise<string[]>;
  /** @param keptUntil null when nothing of the person is evidence */
  abstract note(tx: Tx, person: ErasedPerson, keptUntil: string | null, now: Date): Promise<void>;
  /** Takes the bytes of all records of the person but these out of the journal. Answers how many it were. */
  abstract destroyBytes(tx: Tx, personId: string, kept: readonly string[]): Promise<number>;
  /** Persons of whom nothing may be kept any longer, and who still have a key. */
  abstract overdue(tx: Tx, today: string, limit: number): Promise<string[]>;
}
