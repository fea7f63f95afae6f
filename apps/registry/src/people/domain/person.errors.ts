import { ConflictError, ForbiddenError, NotFoundError } from '@doorstep/kernel';

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

/** A kitchen looks nobody up for a home visit. */
export class PurposeNotForRoleError extends ForbiddenError {
  constructor() {
    super('PERSON.PURPOSE_NOT_FOR_ROLE', 'nobody with this role looks people up for this purpose');
  }
}

export class TooManyNotesError extends ConflictError {
  constructor(limit: number) {
    super('PERSON.TOO_MANY_NOTES', `at most ${limit} notes of one kind are kept of one person`, { limit });
  }
}

export class NoteNotFoundError extends NotFoundError {
  constructor() {
    super('PERSON.NO_NOTE', 'nothing of this kind is written down');
  }
}
