import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

/** The file as a whole cannot be read; nothing is recorded of it. Never repeats its text: it may be a list of people. */
export class ImportFileError extends UnprocessableError {
  constructor(
    code:
      | 'IMPORT.EMPTY'
      | 'IMPORT.TOO_MANY_ROWS'
      | 'IMPORT.HEADER_NO_RECORD'
      | 'IMPORT.HEADER_UNKNOWN_COLUMN'
      | 'IMPORT.HEADER_COLUMN_TWICE',
    message: string,
    details: Readonly<Record<string, number>> = {},
  ) {
    super(code, message, details);
  }
}

/** One row cannot be taken. Caught per row and reported with its line; the reason never repeats a value. */
export class RowRefusedError extends Error {
  override readonly name = 'RowRefusedError';

  constructor(
    readonly column: string | null,
    readonly code: string,
    reason: string,
  ) {
    super(reason);
  }
}

export class ImportNotFoundError extends NotFoundError {
  constructor() {
    super('IMPORT.NOT_FOUND', 'no such import');
  }
}

/** Somebody else's import registered the same people meanwhile. */
export class ImportRacedError extends ConflictError {
  constructor() {
    super('IMPORT.RACED', 'another import registered the same people meanwhile; send the file again');
  }
}

/** Whoever was forgotten does not come back with the next list; somebody has to allow it first. */
export function erasedRow(): RowRefusedError {
  return new RowRefusedError(
    'person',
    'PERSON.ERASED',
    'this person was erased; a clerk can allow it to be registered again',
  );
}

/** A file says the same thing once; two rows may contradict each other. */
export function duplicateOf(line: number): RowRefusedError {
  return new RowRefusedError(null, 'IMPORT.DUPLICATE_ROW', `line ${line} already speaks of this`);
}
