import { ConflictError, NotFoundError } from '@doorstep/kernel';

export class LogFileNotFoundError extends NotFoundError {
  constructor() {
    super('LOG.FILE_NOT_FOUND', 'the log has no such file');
  }
}

/** The key of the log cannot be used. Nothing is signed until it can; journalling goes on. */
export class LogKeyError extends ConflictError {
  constructor(message: string) {
    super('LOG.KEY', message);
  }
}

/**
 * What was published and what the journal says are two different histories. Nothing is signed any more: a second history under the
 * same name is the one thing that a log must never show.
 */
export class LogForkedError extends ConflictError {
  constructor(message: string) {
    super('LOG.FORKED', message);
  }
}
