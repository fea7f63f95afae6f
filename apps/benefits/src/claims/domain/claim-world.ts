import type { PersonFile } from './person-file.js';
import type { BudgetPools } from '../../budgets/domain/budget-pool.js';
import type { RuleBook } from './judge.js';
import type { BookYears } from './book-years.js';
import type { LocalDate } from '@doorstep/kernel';

/** Everything that one batch works on, read before and written after it. */
export interface ClaimWorld {
  readonly files: ReadonlyMap<string, PersonFile>;
  readonly pools: BudgetPools;
  readonly rules: RuleBook;
  readonly years: BookYears;
  readonly now: Date;
  /** Business date of `now`. */
  readonly today: LocalDate;
}
