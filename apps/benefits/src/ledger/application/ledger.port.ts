import type { Tx } from '@doorstep/persistence';
import type { LedgerTransaction } from '../domain/ledger-transaction.js';

/** Adds what was entered to the sums by account and day. Others of the same stripe wait for these rows from then on. */
export type SumUp = () => Promise<void>;

/** Writes ledger transactions. There is nothing to change or delete: a correction is a transaction of its own. */
export abstract class Ledger {
  abstract post(tx: Tx, moved: readonly LedgerTransaction[]): Promise<void>;

  /** All but the sums, for work that has other rows to lock before them. */
  abstract enter(tx: Tx, moved: readonly LedgerTransaction[]): Promise<SumUp>;

  /** Whether entering these would open an account: whoever else opens the same one waits until the commit. */
  abstract opensAccounts(tx: Tx, moved: readonly LedgerTransaction[]): Promise<boolean>;
}
