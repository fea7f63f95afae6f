import { DomainError, ForbiddenError } from '@doorstep/kernel';

/** No token, or one that is not valid here: 401. The reason is for the log; callers learn only the code. */
export class UnauthenticatedError extends DomainError {
  override readonly name = 'UnauthenticatedError';

  constructor(code: 'AUTH.TOKEN_REQUIRED' | 'AUTH.TOKEN_INVALID', reason: string) {
    super(code, reason);
  }
}

/** Known, but none of the roles may do this: 403. */
export class PermissionDeniedError extends ForbiddenError {
  constructor(permission: string) {
    super('AUTH.PERMISSION_DENIED', `permission ${permission} is missing`, { permission });
  }
}
