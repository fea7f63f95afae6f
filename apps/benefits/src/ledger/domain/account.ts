/** Account codes are stable text: `funder:<code>:<year>:<kind>` and `operator:<site>:<kind>`. */
export type FunderAccountKind = 'granted' | 'available' | 'held' | 'spent' | 'due';
export type OperatorAccountKind = 'payable' | 'paid';

export const funderAccount = (funder: string, year: number, kind: FunderAccountKind): string =>
  `funder:${funder}:${year}:${kind}`;

export const operatorAccount = (siteId: string, kind: OperatorAccountKind): string => `operator:${siteId}:${kind}`;

export interface AccountParts {
  readonly kind: string;
  readonly owner: string;
  readonly year: number | null;
}

export function accountParts(code: string): AccountParts {
  const [space, owner = '', third = '', fourth = ''] = code.split(':');
  return space === 'funder' ? { owner, year: Number(third), kind: fourth } : { owner, year: null, kind: third };
}
