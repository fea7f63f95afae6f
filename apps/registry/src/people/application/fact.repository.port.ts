import type { Tx } from '@doorstep/persistence';
import type { PersonFact } from '../domain/person-fact.js';

/** A fact with how its belief ended, if it did. */
export interface FactHistory {
  readonly fact: PersonFact;
  readonly endedAt: Date | null;
  readonly endedBy: 'replaced' | 'retracted' | null;
  /** Of a retraction. */
  readonly reason: string | null;
}

export interface FactRetraction {
  readonly factId: string;
  readonly personId: string;
  readonly reason: string;
  readonly source: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

/** Append-only: facts are added and retracted, never changed. */
export abstract class FactRepository {
  /** What is believed now about these people. */
  abstract believed(tx: Tx, personIds: readonly string[]): Promise<PersonFact[]>;
  /** What was believed about a person at an instant. */
  abstract believedAt(tx: Tx, personId: string, at: Date): Promise<FactHistory[]>;
  abstract find(tx: Tx, personId: string, factId: string): Promise<FactHistory | undefined>;
  abstract add(tx: Tx, facts: readonly PersonFact[], importId: string | null): Promise<void>;
  abstract retract(tx: Tx, retraction: FactRetraction): Promise<void>;
}
