import type { Tx } from '@doorstep/persistence';

/** What can be done to the keys of a person who is erased. */
export abstract class PersonSecrets {
  /** The records stay sealed for everybody who does not say why they must be opened. */
  abstract restrict(tx: Tx, personId: string, now: Date): Promise<void>;
  /** Nobody can open the records any more. */
  abstract destroy(tx: Tx, personId: string, now: Date): Promise<void>;
}
