import type {
  BudgetItemListQuery,
  BudgetItemView,
  PayeeListQuery,
  PayeeView,
  ProposeBudgetItem,
  ProposePayee,
} from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface By {
  readonly by: string;
  readonly at: Date;
}

type Listed<Query> = Omit<Query, 'cursor'> & { readonly after?: string | undefined };
export type PayeeFilter = Listed<PayeeListQuery> & { readonly siteIds?: readonly string[] | undefined };
export type BudgetItemFilter = Listed<BudgetItemListQuery>;

/** Accounts and items as they are shown: whole account numbers never come out here. */
export abstract class PayeeStore {
  abstract knowsSite(tx: Tx, siteId: string): Promise<boolean>;

  /** False when there is another proposal. */
  abstract proposePayee(tx: Tx, wish: ProposePayee, by: By): Promise<boolean>;

  abstract proposeItem(tx: Tx, wish: ProposeBudgetItem, by: By): Promise<boolean>;

  /** False when another one is confirmed for the same day. */
  abstract decidePayee(tx: Tx, payeeAccountId: string, confirmed: boolean, by: By): Promise<boolean>;

  abstract decideItem(tx: Tx, budgetItemId: string, confirmed: boolean, by: By): Promise<boolean>;

  abstract payees(tx: Tx, filter: PayeeFilter): Promise<PayeeView[]>;

  abstract items(tx: Tx, filter: BudgetItemFilter): Promise<BudgetItemView[]>;

  abstract payee(tx: Tx, payeeAccountId: string): Promise<PayeeView | undefined>;

  abstract item(tx: Tx, budgetItemId: string): Promise<BudgetItemView | undefined>;
}
