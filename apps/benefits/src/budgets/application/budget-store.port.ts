import type { BudgetListQuery, BudgetState } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { Budget } from '../domain/budget.js';

export interface ShortBudget {
  readonly budgetId: string;
  readonly funder: string;
  readonly area: string;
  readonly year: number;
  readonly availableFen: number;
  readonly exhaustedAt: Date;
}

export interface LowBudget {
  readonly state: BudgetState;
  readonly levelPercent: number;
}

export type BudgetFilter = Omit<BudgetListQuery, 'cursor'> & { readonly after?: string | undefined };

export abstract class BudgetStore {
  /** Whether the year can still be booked in; it cannot be closed before this transaction ends. */
  abstract keepOpen(tx: Tx, year: number): Promise<boolean>;

  /** Answers the id of the budget that is there already, or undefined when this one was added. */
  abstract add(tx: Tx, budget: Budget, at: Date): Promise<string | undefined>;

  /** Reads and locks. */
  abstract take(tx: Tx, budgetId: string): Promise<Budget | undefined>;

  /** More money ends the exhaustion; the next one is told again. */
  abstract raise(tx: Tx, budget: Budget): Promise<void>;

  abstract list(tx: Tx, filter: BudgetFilter): Promise<BudgetState[]>;

  abstract find(tx: Tx, budgetId: string): Promise<BudgetState | undefined>;

  /** Notes once a day what every budget has used, for the forecast. */
  abstract mark(tx: Tx): Promise<void>;

  /** Budgets that reached an alert level of which nobody was told. */
  abstract low(tx: Tx): Promise<string[]>;

  /** Notes that the level is told now; undefined when somebody else was faster. */
  abstract tellLow(tx: Tx, budgetId: string): Promise<LowBudget | undefined>;

  /** Budgets that ran short and of which nobody was told yet. */
  abstract untold(tx: Tx): Promise<string[]>;

  /** Notes that it is told now; undefined when somebody else was faster. */
  abstract tell(tx: Tx, budgetId: string, at: Date): Promise<ShortBudget | undefined>;
}
