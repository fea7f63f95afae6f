import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class PaperNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.PAPER_NOT_FOUND', 'there is no such working paper');
  }
}

export class NothingToPaperError extends UnprocessableError {
  constructor() {
    super('AUDIT.PAPER_ABOUT_NOTHING', 'the log, the hits and the samples hold nothing of this id');
  }
}

export class PaperStateError extends ConflictError {
  constructor(state: string) {
    super('AUDIT.PAPER_STATE', 'the working paper is not in a state for this', { state });
  }
}

/** Whoever wrote on a paper does not sign it off; the database refuses it as well. */
export class SecondAuditorError extends ForbiddenError {
  constructor() {
    super('AUDIT.SECOND_AUDITOR', 'an auditor who wrote nothing on it has to sign it off');
  }
}

/** The paper has no such words, or they are taken out already. */
export class RedactionTargetError extends UnprocessableError {
  constructor() {
    super('AUDIT.REDACTION_TARGET', 'the working paper has no such words');
  }
}

export class RedactionNotOpenError extends ConflictError {
  constructor() {
    super('AUDIT.REDACTION_NOT_OPEN', 'nobody asks for this any more, or somebody does already');
  }
}

/** Whoever asks that words be taken out does not decide it; the database refuses it as well. */
export class SecondPersonError extends ForbiddenError {
  constructor() {
    super('AUDIT.SECOND_PERSON', 'an auditor who did not ask for it has to decide');
  }
}

export class PaperFullError extends UnprocessableError {
  constructor(most: number) {
    super('AUDIT.PAPER_FULL', 'a working paper takes no more entries; open another one', { most });
  }
}

export class PapersTooManyError extends UnprocessableError {
  constructor(most: number) {
    super('AUDIT.PAPERS_TOO_MANY', 'more entries of working papers than one file may hold; narrow the filter', {
      most,
    });
  }
}
