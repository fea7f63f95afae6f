import type { Tx } from '@doorstep/persistence';
import type { LedgerTransaction } from '../domain/ledger-transaction.js';

/** Writes ledger transactions. There is nothing to change or delete: a correction is a transaction of its own. */
export abstract class Ledger {
  abstract post(tx: Tx, moved: readonly LedgerTransaction[]): Promise<void>;
}
