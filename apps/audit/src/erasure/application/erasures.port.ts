import type { Tx } from '@doorstep/persistence';

/** A person whom `registry` has erased. */
export interface ErasedPerson {
  readonly personId: string;
  readonly erasureId: string;
  readonly erasedAt: Date;
  /** Last day on which evidence of paid claims may be kept. */
  readonly evidenceUntil: string;
}

/** What is next in the journal: somebody is erased, or something came of somebody who was. */
export interface NextErasure {
  readonly erased: ErasedPerson | null;
  /** The person erased earlier. */
  readonly later: string | null;
  /** Journal index up to which all is read once this one is dealt with. */
  readonly next: bigint;
  /** The journal goes on behind it. */
  readonly more: boolean;
}

export abstract class Erasures {
  /** What has come since the last time, below what is noted; one at most. Undefined while another instance is at it. */
  abstract unread(tx: Tx): Promise<NextErasure | undefined>;
  abstract moveTo(tx: Tx, next: bigint): Promise<void>;
  /** Until the transaction ends nothing is journalled. False when records of the person are that nobody can search yet. */
  abstract hold(tx: Tx, personId: string): Promise<boolean>;
  /** Journal indexes of the records that prove claims which were paid to the person, or may still be. */
  abstract evidenceOf(tx: Tx, personId: string): Promise<string[]>;
  abstract note(tx: Tx, person: ErasedPerson, now: Date): Promise<void>;
  /** @param keptUntil null when nothing of the person is evidence */
  abstract keep(tx: Tx, personId: string, keptUntil: string | null): Promise<void>;
  /** The last day on which evidence of the person may be kept, as the log says; `infinity` when it does not. */
  abstract evidenceEnd(tx: Tx, personId: string): Promise<string>;
  /** Puts right what is noted of that day. */
  abstract restate(tx: Tx, personId: string, evidenceUntil: string): Promise<void>;
  /** Takes the bytes of all records that the person's keys seal, but these, out of the journal. Answers how many it were. */
  abstract destroyBytes(tx: Tx, personId: string, kept: readonly string[]): Promise<number>;
  /** Persons of whom nothing may be kept any longer by what is noted of them, and who still have a key. */
  abstract overdue(tx: Tx, today: string, limit: number): Promise<string[]>;
}
