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

/** The permission is there, but it takes a fresh proof of who asks: 403. The gateway's `/auth/step-up` leads to it. */
export class StepUpRequiredError extends ForbiddenError {
  constructor() {
    super('AUTH.STEP_UP_REQUIRED', 'this takes a fresh sign-in with two factors');
  }
}

/** Nobody knows at the moment whether the caller's rights still hold: 503, for money and the vault alone. */
export class StaleRightsError extends DomainError {
  override readonly name = 'StaleRightsError';

  constructor() {
    super('AUTH.RIGHTS_STALE', 'the projection of rights is not up to date');
  }
}
