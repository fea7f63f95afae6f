import { ConflictError, NotFoundError } from '@doorstep/kernel';

export class PayeeNotFoundError extends NotFoundError {
  constructor() {
    super('PAYEE.NOT_FOUND', 'no such account or item');
  }
}

export class ProposalDecidedError extends ConflictError {
  constructor(state: string) {
    super('FINANCE.ALREADY_DECIDED', `this is ${state} already`, { state });
  }
}

/** One proposal at a time, and one confirmed account or item a day. */
export class ProposalExistsError extends ConflictError {
  constructor() {
    super('FINANCE.PROPOSAL_EXISTS', 'there is another proposal, or one confirmed for the same day');
  }
}
