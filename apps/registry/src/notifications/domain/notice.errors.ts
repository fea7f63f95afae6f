import { ConflictError, NotFoundError } from '@doorstep/kernel';

export class NotificationNotFoundError extends NotFoundError {
  constructor() {
    super('NOTICE.NOT_FOUND', 'no such notification');
  }
}

export class CallNotFoundError extends NotFoundError {
  constructor() {
    super('NOTICE.CALL_NOT_FOUND', 'no such call');
  }
}

export class CallTakenError extends ConflictError {
  constructor() {
    super('NOTICE.CALL_TAKEN', 'somebody else has this call in hand, or it is done');
  }
}
