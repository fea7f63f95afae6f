import { ConflictError, ForbiddenError, NotFoundError } from '@doorstep/kernel';

export class ErasureNotFoundError extends NotFoundError {
  constructor() {
    super('ERASURE.NOT_FOUND', 'no such erasure');
  }
}

export class ErasureOwnError extends ForbiddenError {
  constructor() {
    super('ERASURE.OWN', 'somebody else decides what one has asked for');
  }
}

export class ErasureDecidedError extends ConflictError {
  constructor() {
    super('ERASURE.DECIDED', 'the erasure is decided already');
  }
}

export class ErasureOpenError extends ConflictError {
  constructor() {
    super('ERASURE.OPEN', 'an erasure of this person waits for its decision already');
  }
}
