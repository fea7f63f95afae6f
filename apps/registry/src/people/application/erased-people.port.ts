import type { Tx } from '@doorstep/persistence';

/** Which of the given names are those of people who were forgotten. */
export interface ErasedKeys {
  readonly personIds: ReadonlySet<string>;
  readonly externalRefs: ReadonlySet<string>;
  readonly idNumbers: ReadonlySet<string>;
}

export interface NamesOfPeople {
  readonly personIds: readonly string[];
  readonly externalRefs: readonly string[];
  readonly idNumbers: readonly string[];
}

export type ErasedName = { readonly externalRef: string } | { readonly idNumber: string };

/**
 * Remembers without knowing: of somebody who was forgotten only blind tokens of reference and ID number stay, tied to no pseudonym, so
 * that the next list of a bureau does not bring this person back unseen.
 */
export abstract class ErasedPeople {
  abstract among(tx: Tx, names: NamesOfPeople): Promise<ErasedKeys>;
  abstract remember(tx: Tx, names: readonly ErasedName[], at: Date): Promise<void>;
  /** From now on the name may come back. False when it was not remembered. */
  abstract release(tx: Tx, name: ErasedName): Promise<boolean>;
}
