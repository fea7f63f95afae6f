import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class BatchNotFoundError extends NotFoundError {
  constructor() {
    super('PAYMENT.BATCH_NOT_FOUND', 'no such payment batch');
  }
}

export class StatementNotReadyError extends ConflictError {
  constructor(statementId: string) {
    super('PAYMENT.STATEMENT_NOT_READY', 'a statement is not approved, or is on its way or paid already', {
      statementId,
    });
  }
}

export class PayeeMissingError extends UnprocessableError {
  constructor(siteId: string) {
    super('PAYMENT.PAYEE_MISSING', 'a site has no confirmed account on that day', { siteId });
  }
}

export class BudgetItemMissingError extends UnprocessableError {
  constructor(siteId: string, funder: string) {
    const message = 'the policy of a site has no confirmed budget item for a funder on that day';
    super('PAYMENT.BUDGET_ITEM_MISSING', message, { siteId, funder });
  }
}

/** One row of an import that does not fit what was sent. */
export interface ResultFault {
  readonly row: number;
  readonly code: string;
  readonly detail: string;
}

export class ResultsRefusedError extends Error {
  constructor(readonly faults: readonly ResultFault[]) {
    super('results do not fit what was sent');
  }
}
