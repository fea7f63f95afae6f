import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';
import type { StatementState } from './statement-state.js';

export class StatementNotFoundError extends NotFoundError {
  constructor() {
    super('STATEMENT.NOT_FOUND', 'no such statement');
  }
}

export class StatementSiteNotFoundError extends NotFoundError {
  constructor() {
    super('STATEMENT.SITE_NOT_FOUND', 'no such site');
  }
}

export class StatementPeriodError extends UnprocessableError {
  constructor(cycle: 'month' | 'quarter') {
    super('STATEMENT.PERIOD_KIND', `this site is paid by ${cycle}`, { cycle });
  }
}

export class StatementTooEarlyError extends UnprocessableError {
  constructor(cutAt: Date) {
    super('STATEMENT.PERIOD_NOT_OVER', 'the period has not ended', { cutAt: cutAt.toISOString() });
  }
}

/** One statement a period, each later than the one before, and none begun before the last one is approved or discarded. */
export class StatementExistsError extends ConflictError {
  constructor(statementId: string) {
    super('STATEMENT.EXISTS', 'there is a statement of this or a later period, or one that is still open', {
      statementId,
    });
  }
}

export class StatementStateError extends ConflictError {
  constructor(state: StatementState) {
    super('STATEMENT.WRONG_STATE', `a ${state} statement does not allow this`, { state });
  }
}

export class SecondPersonError extends ForbiddenError {
  constructor() {
    super('FINANCE.SECOND_PERSON', 'this takes somebody who has not proposed, drawn up or checked it');
  }
}
