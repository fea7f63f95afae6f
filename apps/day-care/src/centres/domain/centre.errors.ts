import { ConflictError, NotFoundError } from '@doorstep/kernel';

export class CentreNotFoundError extends NotFoundError {
  constructor(siteId: string) {
    super('DAY_CARE.CENTRE_NOT_FOUND', 'there is no such day-care centre', { siteId });
  }
}

export class CentreClosedError extends ConflictError {
  constructor(siteId: string) {
    super('DAY_CARE.CENTRE_CLOSED', 'the centre is not in operation', { siteId });
  }
}
