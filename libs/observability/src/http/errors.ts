import { DomainError, UnprocessableError } from '@doorstep/kernel';

/** A refusal that is about HTTP itself; carries its status. */
export class HttpProblemError extends DomainError {
  override readonly name = 'HttpProblemError';

  constructor(
    readonly status: number,
    code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, message);
  }
}

/** The request cannot be read: broken JSON, invalid UTF-8, a NUL character, a malformed header. */
export class MalformedRequestError extends HttpProblemError {
  constructor(message: string) {
    super(400, 'HTTP.MALFORMED', message);
  }
}

export interface FieldError {
  /** JSON Pointer (RFC 6901) into the part of the request that `in` names. */
  readonly pointer: string;
  readonly in: 'body' | 'query' | 'path' | 'headers';
  readonly code: string;
  readonly detail: string;
  /** In a document that is sent as text: the line, from 1, and what to do about it. */
  readonly line?: number;
  readonly fix?: string;
}

/** The request is readable and does not fit the schema. */
export class ValidationError extends HttpProblemError {
  constructor(readonly errors: readonly FieldError[]) {
    super(422, 'HTTP.VALIDATION', 'the request does not fit its schema');
  }
}

/** The request fits its schema and is refused in several places at once, as rows of a list: 422 with one error each. */
export class RefusedPartsError extends UnprocessableError {
  constructor(
    code: string,
    message: string,
    readonly errors: readonly FieldError[],
    details: DomainError['details'] = {},
  ) {
    super(code, message, details);
  }
}
