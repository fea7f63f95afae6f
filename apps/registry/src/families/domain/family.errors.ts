import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class FamilyLinkNotFoundError extends NotFoundError {
  constructor() {
    super('FAMILY.LINK_NOT_FOUND', 'no such link');
  }
}

export class PickupNotFoundError extends NotFoundError {
  constructor() {
    super('FAMILY.PICKUP_NOT_FOUND', 'no such pick-up person');
  }
}

export class InvitationNotFoundError extends NotFoundError {
  constructor() {
    super('FAMILY.INVITATION_NOT_FOUND', 'no such invitation');
  }
}

/** Unknown, used, revoked, expired, or its consent was taken back: who guesses codes learns nothing from it. */
export class CodeNotValidError extends UnprocessableError {
  constructor() {
    super('FAMILY.CODE_NOT_VALID', 'the code is not valid (any more)');
  }
}

export class AlreadyLinkedError extends ConflictError {
  constructor() {
    super('FAMILY.ALREADY_LINKED', 'the account is linked to this person');
  }
}

export class LinkEndedError extends ConflictError {
  constructor() {
    super('FAMILY.LINK_ENDED', 'the link has ended already');
  }
}

export class InvitationNotOpenError extends ConflictError {
  constructor(state: string) {
    super('FAMILY.INVITATION_NOT_OPEN', 'the invitation can no longer be used', { state });
  }
}

export class TooManyLinksError extends ConflictError {
  constructor(limit: number) {
    super('FAMILY.TOO_MANY_LINKS', 'too many links', { limit });
  }
}

export class TooManyInvitationsError extends ConflictError {
  constructor(limit: number) {
    super('FAMILY.TOO_MANY_INVITATIONS', 'too many open invitations of one person', { limit });
  }
}

export class FamilyDatesError extends UnprocessableError {
  constructor() {
    super('FAMILY.DATES', 'the link would be over before it begins');
  }
}
