import { ConflictError, NotFoundError } from '@doorstep/kernel';
import type { ClosedDay } from '@doorstep/policy';
import type { Centre } from './centre.js';

export class CentreNotFoundError extends NotFoundError {
  constructor(siteId: string) {
    super('DAY_CARE.CENTRE_NOT_FOUND', 'there is no such day-care centre', { siteId });
  }
}

/** A centre that is there no longer is closed on every day. */
export const GIVEN_UP: Pick<ClosedDay, 'reason' | 'reopensOn'> = { reason: 'inactive', reopensOn: null };

/** Says from when on the centre is open again, as far as that is known, and whom to call. */
export class CentreClosedError extends ConflictError {
  constructor(
    { siteId, phone }: Pick<Centre, 'siteId' | 'phone'>,
    { reason, reopensOn }: Pick<ClosedDay, 'reason' | 'reopensOn'> = GIVEN_UP,
  ) {
    super('DAY_CARE.CENTRE_CLOSED', 'the centre is not open then', { siteId, reason, reopensOn, phone });
  }
}
