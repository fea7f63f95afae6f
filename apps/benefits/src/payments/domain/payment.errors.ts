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

export class LineNotFoundError extends UnprocessableError {
  constructor(lineId: string) {
    super('PAYMENT.LINE_NOT_FOUND', 'a result names a line that is not in this batch', { lineId });
  }
}

export class ResultDiffersError extends ConflictError {
  constructor(lineId: string) {
    super('PAYMENT.RESULT_DIFFERS', 'another result was recorded for the same line', { lineId });
  }
}
