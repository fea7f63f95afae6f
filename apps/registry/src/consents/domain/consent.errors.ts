import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class ConsentNotFoundError extends NotFoundError {
  constructor() {
    super('CONSENT.NOT_FOUND', 'no such consent');
  }
}

export class ConsentTextUnknownError extends UnprocessableError {
  constructor(text: string) {
    super('CONSENT.TEXT_UNKNOWN', 'no such text on that date', { text });
  }
}

export class ConsentTextOutdatedError extends ConflictError {
  constructor(text: string, version: number) {
    super('CONSENT.TEXT_OUTDATED', 'another version of the text held on that date', { text, version });
  }
}

export class ConsentDateError extends UnprocessableError {
  constructor() {
    super('CONSENT.DATE_IMPLAUSIBLE', 'a consent is recorded once it was given, within a year');
  }
}

export class ConsentWithdrawnError extends ConflictError {
  constructor() {
    super('CONSENT.WITHDRAWN', 'the consent was taken back');
  }
}

export class TooManyConsentsError extends ConflictError {
  constructor(limit: number) {
    super('CONSENT.TOO_MANY', 'too many consents of one person', { limit });
  }
}
