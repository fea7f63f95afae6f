/**
 * An expected refusal. `code` is stable and public (`MEAL_ORDER.CUT_OFF_PASSED`); `message` is for the log and for English
 * readers; `details` are ids, codes, dates and amounts that may be shown to the caller, never personal data.
 */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';

  constructor(
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, string | number | boolean | null>> = {},
  ) {
    super(message);
  }
}

/** The thing does not exist, or the caller may not know that it does. */
export class NotFoundError extends DomainError {
  override readonly name = 'NotFoundError';
}

/** The thing is in a state in which this cannot be done. */
export class ConflictError extends DomainError {
  override readonly name = 'ConflictError';
}

/** The caller may not do this. */
export class ForbiddenError extends DomainError {
  override readonly name = 'ForbiddenError';
}

/** The request is understood and cannot be accepted as it is. */
export class UnprocessableError extends DomainError {
  override readonly name = 'UnprocessableError';
}

/** The thing was changed since the caller saw it. */
export class PreconditionFailedError extends DomainError {
  override readonly name = 'PreconditionFailedError';

  constructor(presentVersion: number) {
    super('HTTP.PRECONDITION_FAILED', 'the thing was changed meanwhile', { presentVersion });
  }
}
