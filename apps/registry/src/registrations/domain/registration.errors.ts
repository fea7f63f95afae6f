import { ConflictError, UnprocessableError } from '@doorstep/kernel';

export class BirthMismatchError extends UnprocessableError {
  constructor() {
    super('REGISTRATION.BIRTH_MISMATCH', 'the date of birth is not that of the ID number');
  }
}

/** A passport, say, holds no date of birth. */
export class BirthRequiredError extends UnprocessableError {
  constructor() {
    super('REGISTRATION.BIRTH_REQUIRED', 'this kind of number holds no date of birth; say it');
  }
}

/** Says no more than that a clerk has to look. */
export class OtherNameError extends ConflictError {
  constructor() {
    super('REGISTRATION.OTHER_NAME', 'this cannot be settled at a till; a clerk has to look');
  }
}

export class NotUnverifiedError extends ConflictError {
  constructor() {
    super('REGISTRATION.NOT_WAITING', 'this person does not wait to be checked');
  }
}

export class TooManyRegistrationsError extends ConflictError {
  constructor(limit: number) {
    super('REGISTRATION.TOO_MANY', `at most ${limit} first-time visitors a day and site`, { limit });
  }
}
