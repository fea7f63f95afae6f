import type { OpeningReport, OpeningView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { BudgetSpent, Debt, OpenAllowance, Opening, OpeningEntry, OpeningFault } from '../domain/opening.js';
import type { BudgetsSpent } from './opening-events.js';

export abstract class OpeningStore {
  abstract add(tx: Tx, opening: Opening): Promise<void>;

  /** Reads and locks. */
  abstract take(tx: Tx, openingId: string): Promise<Opening | undefined>;

  abstract view(tx: Tx, openingId: string): Promise<OpeningView | undefined>;

  /** By id, one more than the limit. */
  abstract list(tx: Tx, after: string | undefined, limit: number): Promise<OpeningView[]>;

  /** Rows that do not fit what is known: unknown persons, sites and budgets, taken meals, allowances that are there, too little money. */
  abstract faults(tx: Tx, rows: readonly OpeningEntry[]): Promise<OpeningFault[]>;

  /** Alone with the books until the transaction ends. */
  abstract haltDeciding(tx: Tx): Promise<void>;

  abstract balances(tx: Tx, accounts: readonly string[]): Promise<Map<string, number>>;

  abstract totalBalance(tx: Tx): Promise<number>;

  /** Raises what the budgets have spent; answers each touched budget before and after. */
  abstract spend(tx: Tx, rows: readonly BudgetSpent[]): Promise<BudgetsSpent>;

  abstract addAllowances(tx: Tx, rows: readonly OpenAllowance[], at: Date): Promise<void>;

  abstract addDebts(tx: Tx, rows: readonly Debt[], transactionId: string, at: Date): Promise<void>;

  abstract applied(tx: Tx, openingId: string, by: string, at: Date, report: OpeningReport): Promise<void>;
}
