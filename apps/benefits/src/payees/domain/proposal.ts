import { isSamePerson } from '@doorstep/kernel';
import { SecondPersonError } from '../../statements/domain/statement.errors.js';
import { ProposalDecidedError } from './payee.errors.js';

export interface ProposalFacts {
  readonly state: 'proposed' | 'confirmed' | 'rejected';
  readonly proposedBy: string;
}

/**
 * Decided once. Nobody confirms what he proposed, or takes it from the second person by rejecting it. The database refuses the same.
 * @throws ProposalDecidedError, SecondPersonError
 */
export function assertMayDecide({ state, proposedBy }: ProposalFacts, by: string): void {
  if (state !== 'proposed') throw new ProposalDecidedError(state);
  if (isSamePerson(by, proposedBy)) throw new SecondPersonError();
}

/** `****1234`: as many stars as there are digits before the last four. */
export function masked(accountNumber: string): string {
  return accountNumber.slice(-4).padStart(accountNumber.length, '*');
}
