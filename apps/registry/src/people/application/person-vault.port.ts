import type { Tx } from '@doorstep/persistence';
import type { SearchTerm } from '../../vault/domain/blind-index.js';
import type { Identity } from '../domain/person.js';

export interface VaultEntry {
  readonly personId: string;
  readonly identity: Identity;
}

/** The only way to names, ID numbers, phones and addresses; nothing else touches their table. */
export abstract class PersonVault {
  abstract load(tx: Tx, personIds: readonly string[]): Promise<Map<string, Identity>>;
  /** Adds, or puts in place of what was there. Throws PersonErasedError for somebody who is erased. */
  abstract store(tx: Tx, entries: readonly VaultEntry[], at: Date): Promise<void>;
  /** Those who have one of the terms, in the order of their ids. */
  abstract find(tx: Tx, terms: readonly SearchTerm[], limit: number): Promise<string[]>;
}
