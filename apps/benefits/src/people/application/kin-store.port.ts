import type { KnownMerge, Tx } from '@doorstep/persistence';

export abstract class KinStore {
  /** A merge that is known already is left as it is. */
  abstract join(tx: Tx, merges: readonly KnownMerge[]): Promise<void>;
  /** Answers those that stood until now. */
  abstract part(tx: Tx, undone: readonly { readonly mergeId: string; readonly at: string }[]): Promise<KnownMerge[]>;
}
