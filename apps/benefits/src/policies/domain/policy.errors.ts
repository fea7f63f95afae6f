import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class PolicyNotFoundError extends NotFoundError {
  constructor() {
    super('POLICY.NOT_FOUND', 'there is no such rule version');
  }
}

export class PolicyStateError extends ConflictError {
  constructor(state: string, act: string) {
    super('POLICY.STATE', `a ${state} rule version cannot be ${act}`, { state });
  }
}

/** Whoever drafted or proposed a version does not approve it. */
export class SamePersonError extends ForbiddenError {
  constructor() {
    super('POLICY.SAME_PERSON', 'a rule version is approved by somebody who neither drafted nor proposed it');
  }
}

/** A version in force is taken back by those who may approve, not by its author. */
export class NotForAuthorsError extends ForbiddenError {
  constructor() {
    super(
      'POLICY.APPROVER_NEEDED',
      'a version in force is withdrawn by somebody who may approve, other than its proposer',
    );
  }
}

export class RuleVersionUsedError extends ConflictError {
  constructor(ruleVersion: string, next: number) {
    super('POLICY.RULE_VERSION_USED', `version ${ruleVersion} of the pack was in force before; use ${next}`, {
      ruleVersion,
      next,
    });
  }
}

/** Days that an earlier version covered would have no rules. */
export class LeavesGapError extends UnprocessableError {
  constructor(from: string, to: string | null) {
    super('POLICY.LEAVES_GAP', `no version would hold from ${from} on`, { from, to });
  }
}

export class DocumentTooLargeError extends UnprocessableError {
  constructor(bytes: number, most: number) {
    super('POLICY.DOCUMENT_TOO_LARGE', 'the document does not fit into one event', { bytes, most });
  }
}
