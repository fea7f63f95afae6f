import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class ListNotFoundError extends NotFoundError {
  constructor() {
    super('LIST.NOT_FOUND', 'no such list import');
  }
}

export class ListAreaUnknownError extends UnprocessableError {
  constructor() {
    super('LIST.AREA_UNKNOWN', 'no such area in this city');
  }
}

/** Refused, applied or discarded before. */
export class ListNotWaitingError extends ConflictError {
  constructor() {
    super('LIST.NOT_WAITING', 'this list import does not wait to be applied');
  }
}

/** What was shown is not what would be done any more, or is not what the caller looked at. */
export class ListOutdatedError extends ConflictError {
  constructor() {
    super('LIST.OUTDATED', 'the differences are others than those that were shown; prepare the list again');
  }
}

export class TooManyListsError extends ConflictError {
  constructor(limit: number) {
    super('LIST.TOO_MANY_OPEN', `at most ${limit} lists wait at a time; apply or discard one`, { limit });
  }
}

export class ListTooLongError extends UnprocessableError {
  constructor(limit: number) {
    super('LIST.TOO_LONG', 'too many rows for one file; take one area after the other', { limit });
  }
}

export class AbsentEndError extends UnprocessableError {
  constructor(code: 'LIST.NOT_ABSENT' | 'LIST.END_REQUIRED' | 'LIST.END_IMPLAUSIBLE', position: number) {
    super(code, MEANING[code], { position });
  }
}

const MEANING = {
  'LIST.NOT_ABSENT': 'the differences have no absent fact at this position',
  'LIST.END_REQUIRED': 'the day on which the fact ends is missing',
  'LIST.END_IMPLAUSIBLE': 'the fact begins on this day or later, or ends before; give it a day of its own',
};

export class NotErasedError extends NotFoundError {
  constructor() {
    super('LIST.NOT_ERASED', 'nobody was erased under this reference or number');
  }
}
