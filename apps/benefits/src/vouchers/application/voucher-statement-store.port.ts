import type { VoucherStatement, VoucherStatementView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type {
  KnownVoucher,
  Reconciled,
  ToldBalance,
  ToldRedemption,
  VoucherDraw,
} from '../domain/reconcile-vouchers.js';

export interface ImportedBy {
  readonly by: string;
  readonly at: Date;
}

export abstract class VoucherStatementStore {
  /** Of these, whom nobody knows. */
  abstract unknownPersons(tx: Tx, personIds: readonly string[]): Promise<string[]>;

  abstract vouchers(tx: Tx, packId: string, balances: readonly ToldBalance[]): Promise<KnownVoucher[]>;

  /** Live claims on vouchers of these persons and months, and those that redemptions name. */
  abstract draws(
    tx: Tx,
    balances: readonly ToldBalance[],
    redemptions: readonly ToldRedemption[],
  ): Promise<VoucherDraw[]>;

  abstract takeOver(tx: Tx, packId: string, missing: readonly ToldBalance[], at: Date): Promise<void>;

  abstract add(tx: Tx, statement: VoucherStatement, result: Reconciled, by: ImportedBy): Promise<void>;

  abstract find(tx: Tx, voucherStatementId: string): Promise<VoucherStatementView | undefined>;

  /** By id, newest first, one more than the limit. */
  abstract list(tx: Tx, after: string | undefined, limit: number): Promise<VoucherStatementView[]>;
}
