import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class GrantNotFoundError extends NotFoundError {
  constructor() {
    super('GRANT.NOT_FOUND', 'no such grant');
  }
}

export class GrantExistsError extends ConflictError {
  constructor() {
    super('GRANT.EXISTS', 'another grant of this site and period waits for its decision');
  }
}

export class GrantUnchangedError extends UnprocessableError {
  constructor(totalFen: number) {
    super('GRANT.NOTHING_TO_ADD', 'nothing is due beyond what was confirmed', { totalFen });
  }
}

export class GrantTooEarlyError extends UnprocessableError {
  constructor() {
    super('GRANT.PERIOD_NOT_OVER', 'the period has not ended');
  }
}
