import { ConflictError, ForbiddenError, NotFoundError } from '@doorstep/kernel';

export class UnsealingNotFoundError extends NotFoundError {
  constructor() {
    super('UNSEALING.NOT_FOUND', 'no such unsealing');
  }
}

export class UnsealingOwnError extends ForbiddenError {
  constructor() {
    super('UNSEALING.OWN', 'somebody else decides what one has asked for');
  }
}

export class UnsealingDecidedError extends ConflictError {
  constructor() {
    super('UNSEALING.DECIDED', 'the unsealing is decided already');
  }
}

export class UnsealingNotOpenError extends ForbiddenError {
  constructor() {
    super('UNSEALING.NOT_OPEN', 'not approved, over, or asked for by somebody else');
  }
}
