import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

/** Unknown, or outside what the caller may know of. */
export class AssignmentNotFoundError extends NotFoundError {
  constructor() {
    super('STAFF.NOT_FOUND', 'no such assignment');
  }
}

export class IncompatibleRolesError extends ConflictError {
  constructor(role: string, held: string) {
    super('STAFF.INCOMPATIBLE_ROLES', `${role} cannot be held together with ${held}`, { role, held });
  }
}

export class AlreadyAssignedError extends ConflictError {
  constructor(assignmentId: string) {
    super('STAFF.ALREADY_ASSIGNED', 'the account has this role on some of these days', { assignmentId });
  }
}

export class AlreadyEndedError extends ConflictError {
  constructor(endedOn: string) {
    super('STAFF.ALREADY_ENDED', 'the assignment ends no later already', { endedOn });
  }
}

export class TooManyAssignmentsError extends ConflictError {
  constructor(limit: number) {
    super('STAFF.TOO_MANY', 'the account has too many assignments', { limit });
  }
}

export class ScopeNotForRoleError extends UnprocessableError {
  constructor(role: string) {
    super('STAFF.SCOPE_NOT_FOR_ROLE', `${role} is not held for this`, { role });
  }
}

export class ScopeUnknownError extends UnprocessableError {
  constructor() {
    super('STAFF.SCOPE_UNKNOWN', 'no such site or area');
  }
}

export class AssignmentDatesError extends UnprocessableError {
  constructor(message: string) {
    super('STAFF.DATES', message);
  }
}

/** Seen, but not the caller's to give or take. */
export class NotYoursToGrantError extends ForbiddenError {
  constructor(message: string) {
    super('STAFF.NOT_YOURS_TO_GRANT', message);
  }
}
