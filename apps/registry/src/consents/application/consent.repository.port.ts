import type { Tx } from '@doorstep/persistence';
import type { Consent, ConsentHistory, Withdrawal } from '../domain/consent.js';

/** Append-only: words are given and taken back, never changed. */
export abstract class ConsentRepository {
  abstract find(tx: Tx, personId: string, consentId: string): Promise<ConsentHistory | undefined>;
  /** Newest first. */
  abstract list(tx: Tx, personId: string, limit: number): Promise<ConsentHistory[]>;
  abstract count(tx: Tx, personId: string): Promise<number>;
  abstract add(tx: Tx, consent: Consent): Promise<void>;
  abstract withdraw(tx: Tx, withdrawal: Withdrawal): Promise<void>;
}
