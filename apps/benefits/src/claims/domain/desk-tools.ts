import type { LocalDate } from '@doorstep/kernel';
import type { BudgetPools } from '../../budgets/domain/budget-pool.js';
import type { BookYears } from './book-years.js';
import type { ClaimChange } from './claim-change.js';
import type { Judge } from './judge.js';

/** What is put down about a claim. */
export type Noted = Pick<ClaimChange, 'kind'> & Partial<Pick<ClaimChange, 'why' | 'difference'>>;

export interface DeskTools {
  readonly pools: BudgetPools;
  readonly judge: Judge;
  readonly years: BookYears;
  readonly now: Date;
  readonly today: LocalDate;
}
