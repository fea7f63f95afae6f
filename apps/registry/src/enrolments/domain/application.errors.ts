import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class ApplicationNotFoundError extends NotFoundError {
  constructor() {
    super('APPLICATION.NOT_FOUND', 'no such application');
  }
}

export class WrongApplicationStateError extends ConflictError {
  constructor(state: string) {
    super('APPLICATION.WRONG_STATE', 'the application is in another state', { state });
  }
}

export class ApplicationOpenError extends ConflictError {
  constructor(applicationId: string) {
    super('APPLICATION.OPEN_ALREADY', 'there is an open application of this person for this scheme', { applicationId });
  }
}

export class TooManyStepsError extends ConflictError {
  constructor(limit: number) {
    super('APPLICATION.TOO_MANY_STEPS', 'the application went to and fro too often', { limit });
  }
}

export class ApplicationDatesError extends UnprocessableError {
  constructor(message: string) {
    super('APPLICATION.DATES', message);
  }
}

/** Whoever applied, or belongs to the elder, does not decide. */
export class OwnApplicationError extends ForbiddenError {
  constructor() {
    super('APPLICATION.OWN', 'an application is decided by somebody who had no part in it');
  }
}
