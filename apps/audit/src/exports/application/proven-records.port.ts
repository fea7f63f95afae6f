import type { Evidence } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** What `audit:verify --record` takes, without its proof. */
export type LoggedEvidence = Omit<Evidence, 'proof'> & {
  /** The row is not what was journalled; its bytes are left out. */
  readonly altered: boolean;
};

export abstract class ProvenRecords {
  /** Of these journal indexes, in their order, those that have a leaf. */
  abstract evidence(tx: Tx, journalIndexes: readonly string[]): Promise<LoggedEvidence[]>;
}
