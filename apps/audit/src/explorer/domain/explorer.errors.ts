import { NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class TooMuchAtOnceError extends UnprocessableError {
  constructor() {
    super('AUDIT.TOO_MUCH_AT_ONCE', 'too many events to look at in one question; narrow the range or the filter');
  }
}

export class TooManyBarsError extends UnprocessableError {
  constructor(most: number) {
    super('AUDIT.TOO_MANY_BARS', 'the range has too many bars of this kind; take a coarser one', { most });
  }
}

export class SavedQueryNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.SAVED_QUERY_NOT_FOUND', 'there is no such saved query');
  }
}

export class TooManySavedQueriesError extends UnprocessableError {
  constructor(most: number) {
    super('AUDIT.TOO_MANY_SAVED_QUERIES', 'one person cannot save more queries', { most });
  }
}
