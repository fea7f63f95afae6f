import type { VoucherStatement, VoucherStatementView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { Here, Reconciled, ToldBalance } from '../domain/reconcile-vouchers.js';

export interface By {
  readonly by: string;
  readonly at: Date;
}

export interface PreparedStatement {
  readonly statement: VoucherStatement;
  readonly state: VoucherStatementView['state'];
  readonly preparedBy: string;
}

export abstract class VoucherStatementStore {
  /** Of these, whom nobody knows. */
  abstract unknownPersons(tx: Tx, personIds: readonly string[]): Promise<string[]>;

  /** What stands here of everything that the statement names. */
  abstract here(tx: Tx, statement: VoucherStatement): Promise<Here>;

  /** `result`: what would come of it, for whoever approves it. */
  abstract prepare(tx: Tx, statement: VoucherStatement, result: Reconciled, by: By): Promise<void>;

  /** Reads and locks. */
  abstract take(tx: Tx, voucherStatementId: string): Promise<PreparedStatement | undefined>;

  /** Its persons, for their lanes. */
  abstract personsOf(tx: Tx, voucherStatementId: string): Promise<string[]>;

  abstract takeOver(tx: Tx, packId: string, missing: readonly ToldBalance[], at: Date): Promise<void>;

  abstract applied(tx: Tx, statement: VoucherStatement, result: Reconciled, by: By): Promise<void>;

  abstract find(tx: Tx, voucherStatementId: string): Promise<VoucherStatementView | undefined>;

  /** By id, newest first, one more than the limit. */
  abstract list(tx: Tx, after: string | undefined, limit: number): Promise<VoucherStatementView[]>;
}
