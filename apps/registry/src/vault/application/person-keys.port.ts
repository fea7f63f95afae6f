import type { KeyObject } from 'node:crypto';
import type { Tx } from '@doorstep/persistence';

/** One key for each person; everything of the vault about this person is sealed under it. */
export abstract class PersonKeys {
  /** The keys of those who have one and are not erased. */
  abstract existing(tx: Tx, personIds: readonly string[]): Promise<Map<string, KeyObject>>;
  /** As above; those who have none yet get one. Erased people are left out. */
  abstract ensured(tx: Tx, personIds: readonly string[]): Promise<Map<string, KeyObject>>;
  /** For ever. False when it was destroyed before. */
  abstract destroy(tx: Tx, personId: string, at: Date): Promise<boolean>;
  abstract erased(tx: Tx, personIds: readonly string[]): Promise<Set<string>>;
}
