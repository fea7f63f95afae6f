/**
 * Account codes are stable text: `funder:<code>:<year>:<kind>`, `operator:<site>:<kind>`, `person:<id>:<kind>` and
 * `loss:<pack>:<year>:available`. The chart of accounts is in docs/ledger.md.
 */
export type FunderAccountKind = 'granted' | 'available' | 'held' | 'spent' | 'due' | 'prior' | 'loss';
export type OperatorAccountKind = 'payable' | 'paid';

export type PersonAccountKind = 'payable' | 'paid' | 'receivable' | 'collected';

export const funderAccount = (funder: string, year: number, kind: FunderAccountKind): string =>
  `funder:${funder}:${year}:${kind}`;

export const operatorAccount = (siteId: string, kind: OperatorAccountKind): string => `operator:${siteId}:${kind}`;

/** What the public side owes a person (`payable`), and what she owes it (`receivable`, negative while she does). */
export const personAccount = (personId: string, kind: PersonAccountKind): string => `person:${personId}:${kind}`;

/** What the loss account of a pack has left; negative where nobody filled it and no cap holds. */
export const lossAccount = (packId: string, year: number): string => `loss:${packId}:${year}:available`;

/** Stands against what was owed before the books were opened. */
export const clearingAccount = 'opening:books:clearing';

export interface AccountParts {
  readonly kind: string;
  readonly owner: string;
  readonly year: number | null;
}

export function accountParts(code: string): AccountParts {
  const [space, owner = '', third = '', fourth = ''] = code.split(':');
  return space === 'funder' || space === 'loss'
    ? { owner, year: Number(third), kind: fourth }
    : { owner, year: null, kind: third };
}
