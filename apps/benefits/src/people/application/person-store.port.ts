import type { Tx } from '@doorstep/persistence';
import type { FactRecord } from '../domain/person-facts.js';

export interface Retraction {
  /** Whose fact it is; nobody else's is touched. */
  readonly personId: string;
  readonly factId: string;
  readonly reason: string;
  readonly at: string;
}

export abstract class PersonStore {
  abstract register(tx: Tx, personIds: readonly string[]): Promise<void>;

  /** Facts that are already known are left as they are. */
  abstract record(tx: Tx, facts: readonly FactRecord[]): Promise<void>;

  /** Answers the facts that were believed until now. */
  abstract retract(tx: Tx, retractions: readonly Retraction[]): Promise<FactRecord[]>;

  /** Makes the persons' present facts anew from what is believed now. */
  abstract refresh(tx: Tx, personIds: readonly string[]): Promise<void>;

  /**
   * The facts of persons of whom no claim was ever decided go. Those of others are what paid claims rest on: they stay until their retention
   * ends, since a claim that is decided again must come to the same end.
   */
  abstract forget(tx: Tx, personIds: readonly string[]): Promise<void>;

  /** Facts as they were believed at a moment, for evidence and replays. */
  abstract knownAt(tx: Tx, personId: string, at: string): Promise<FactRecord[]>;
}
