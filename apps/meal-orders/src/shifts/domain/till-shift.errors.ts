import { ConflictError, NotFoundError } from '@doorstep/kernel';

export class ShiftNotFoundError extends NotFoundError {
  constructor() {
    super('TILL_SHIFT.NOT_FOUND', 'no such shift');
  }
}

export class ShiftSiteNotFoundError extends NotFoundError {
  constructor() {
    super('SITE.NOT_FOUND', 'no such site');
  }
}

export class ShiftAlreadyOpenError extends ConflictError {
  constructor(shiftId: string) {
    super('TILL_SHIFT.ALREADY_OPEN', 'this till has an open shift', { shiftId });
  }
}

export class ShiftIdTakenError extends ConflictError {
  constructor() {
    super('TILL_SHIFT.ID_TAKEN', 'another shift has this id');
  }
}

export class ShiftClosedError extends ConflictError {
  constructor() {
    super('TILL_SHIFT.CLOSED', 'the shift is closed already');
  }
}
