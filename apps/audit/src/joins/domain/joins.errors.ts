import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class JoinNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.JOIN_NOT_FOUND', 'there is no such join, or it is not kept any longer');
  }
}

export class JoinsBusyError extends ConflictError {
  constructor() {
    super('AUDIT.JOINS_BUSY', 'other lists are being compared; try again later');
  }
}

/** The file as a whole cannot be read. */
export class JoinListError extends UnprocessableError {
  constructor(reason: string) {
    super('AUDIT.JOIN_LIST', reason);
  }
}

/** What is wrong with a row: its line, from 1, and its column. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly code: string;
  readonly reason: string;
}
