import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class EventNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.EVENT_NOT_FOUND', 'the journal holds no such event');
  }
}

export class SourceNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.SOURCE_NOT_FOUND', 'nothing of this source was ever journalled');
  }
}

export class CursorInvalidError extends UnprocessableError {
  constructor() {
    super('AUDIT.CURSOR_INVALID', 'the cursor was not made by this list');
  }
}

export class RangeInvalidError extends UnprocessableError {
  constructor() {
    super('AUDIT.RANGE_INVALID', 'the range is empty');
  }
}

/** Where a record lies; as far as it is still known. */
export interface LoggedPlace {
  readonly source: string | null;
  readonly sequence: string | null;
  readonly leafIndex: string | null;
}

/** Somebody changed the row in the database: what it says now is shown to nobody as evidence. */
export class RecordAlteredError extends ConflictError {
  constructor({ source, sequence, leafIndex }: LoggedPlace) {
    super('AUDIT.RECORD_ALTERED', 'the record is not what was journalled; the public log shows it', {
      ...{ source, sequence, leafIndex },
    });
  }
}
