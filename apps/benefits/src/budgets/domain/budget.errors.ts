import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class BudgetNotFoundError extends NotFoundError {
  constructor() {
    super('BUDGET.NOT_FOUND', 'no such budget');
  }
}

/** There is one pool per pack, area and year; more money raises it. */
export class BudgetExistsError extends ConflictError {
  constructor(budgetId: string) {
    super('BUDGET.EXISTS', 'this pack, area and year has a budget already', { budgetId });
  }
}

/** Nothing is booked in a closed year any more. */
export class BudgetYearClosedError extends ConflictError {
  constructor(year: number) {
    super('BUDGET.YEAR_CLOSED', 'the year of this budget is closed', { year });
  }
}

export class ReserveTooLargeError extends UnprocessableError {
  constructor() {
    super('BUDGET.RESERVE_TOO_LARGE', 'the reserve is larger than the budget');
  }
}

export class BudgetTooLargeError extends UnprocessableError {
  constructor() {
    super('BUDGET.TOO_LARGE', 'the budget would be larger than amounts may be');
  }
}

export class TooManyFundersError extends UnprocessableError {
  constructor(most: number) {
    super('BUDGET.TOO_MANY_FUNDERS', 'the budget would have more funders than one may have', { most });
  }
}
