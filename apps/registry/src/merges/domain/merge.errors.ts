import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class MergeNotFoundError extends NotFoundError {
  constructor() {
    super('PERSON_MERGE.NOT_FOUND', 'no such merge');
  }
}

/** A file is merged with the file that stands for a person, never with one that was absorbed: no circles, and nobody stands twice. */
export class FileAbsorbedError extends ConflictError {
  constructor(personId: string, mergedInto: string) {
    super('PERSON_MERGE.ABSORBED', 'this file was merged into another one', { personId, mergedInto });
  }
}

export class SameFileError extends UnprocessableError {
  constructor() {
    super('PERSON_MERGE.SAME_FILE', 'a file cannot be merged with itself');
  }
}

/** What is recorded of the two does not say so. */
export class MergeReasonError extends UnprocessableError {
  constructor() {
    super('PERSON_MERGE.REASON_NOT_SO', 'what is recorded of both files does not bear this reason out');
  }
}

export class TooManyFilesError extends ConflictError {
  constructor(limit: number) {
    super('PERSON_MERGE.TOO_MANY', `at most ${limit} files of one person`, { limit });
  }
}

export class MergeUndoneError extends ConflictError {
  constructor() {
    super('PERSON_MERGE.UNDONE', 'the merge is undone already');
  }
}
