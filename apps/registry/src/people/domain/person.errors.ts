import { ConflictError, NotFoundError } from '@doorstep/kernel';

/** Unknown, or outside what the caller may know of: both look the same. */
export class PersonNotFoundError extends NotFoundError {
  constructor() {
    super('PERSON.NOT_FOUND', 'no such person');
  }
}

/** The person asked to be forgotten; nothing is kept under this id any more. */
export class PersonErasedError extends ConflictError {
  constructor() {
    super('PERSON.ERASED', 'this person was erased');
  }
}

export class NoteNotFoundError extends NotFoundError {
  constructor() {
    super('PERSON.NO_NOTE', 'nothing of this kind is written down');
  }
}
