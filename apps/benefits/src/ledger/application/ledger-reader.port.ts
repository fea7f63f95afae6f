import type { ClaimLineage, LedgerAccount, LedgerAccountQuery, LedgerEntry } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface TrialBalance {
  readonly accounts: LedgerAccount[];
  /** Sum of all balances of the ledger, whatever the filter: 0, or something is wrong. */
  readonly totalFen: number;
  readonly at: string;
}

export type AccountFilter = Omit<LedgerAccountQuery, 'cursor'> & { readonly after?: string | undefined };

export interface EntryFilter {
  readonly account: string;
  readonly claimId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export abstract class LedgerReader {
  abstract trialBalance(tx: Tx, filter: AccountFilter): Promise<TrialBalance>;

  /** Every movement of a claim's money, in order, with both sides of each posting. */
  abstract lineage(tx: Tx, claimId: string): Promise<ClaimLineage['transactions']>;

  /** Oldest first. */
  abstract entries(tx: Tx, filter: EntryFilter): Promise<LedgerEntry[]>;
}
