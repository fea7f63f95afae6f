import { ConflictError, UnprocessableError } from '@doorstep/kernel';

/** The same Idempotency-Key came with another body. */
export class IdempotencyConflictError extends UnprocessableError {
  constructor() {
    super('IDEMPOTENCY.KEY_REUSED', 'this Idempotency-Key was used for another request');
  }
}

/** The first request with this Idempotency-Key is still running. */
export class InProgressError extends ConflictError {
  constructor() {
    super('IDEMPOTENCY.IN_PROGRESS', 'a request with this Idempotency-Key is still running');
  }
}
