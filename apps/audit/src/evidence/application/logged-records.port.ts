import type { Tx } from '@doorstep/persistence';

/** A record that has a leaf, opened. */
export interface LoggedRecord {
  readonly source: string;
  readonly sequence: string;
  readonly id: string;
  readonly type: string;
  readonly topic: string;
  readonly time: Date;
  readonly receivedAt: Date;
  readonly personId: string | null;
  readonly leafIndex: string;
  readonly commitment: Buffer;
  /** Null when the key was destroyed. */
  readonly bytes: Buffer | null;
  readonly salt: Buffer | null;
  readonly erased: boolean;
  /** Of an erased person, and still kept. */
  readonly restricted: boolean;
  /** The row is not what was journalled. */
  readonly altered: boolean;
}

/** Whether records of erased persons that prove paid claims are opened too. */
export interface Opening {
  readonly restricted: boolean;
}

/** Each throws RecordAlteredError when a record is known by number, event or reference and its row is gone. */
export abstract class LoggedRecords {
  abstract byNumber(tx: Tx, source: string, sequence: string, opening: Opening): Promise<LoggedRecord[]>;
  abstract byEvent(tx: Tx, eventId: string, opening: Opening): Promise<LoggedRecord[]>;
  /** Records that speak of an order, booking, claim or ledger transaction, in order of arrival, at most `limit`. */
  abstract byReference(tx: Tx, id: string, limit: number, opening: Opening): Promise<LoggedRecord[]>;
}
