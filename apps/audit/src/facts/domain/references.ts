import { isUuid } from '@doorstep/kernel';

const MEMBERS = [
  'orderId',
  'bookingId',
  'claimId',
  'correctsClaimId',
  'ledgerTransactionId',
  'statementId',
  'findingId',
] as const;

/**
 * What an event speaks of, by the names that contracts use for it: the records of one order, booking, claim or ledger transaction
 * are found by these once the bytes are sealed. Foreign or broken data have none.
 */
export function referencesIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const members = data as Readonly<Record<string, unknown>>;
  const found = new Set<string>();
  for (const name of MEMBERS) add(found, members[name]);
  const { origin } = members;
  if (typeof origin === 'object' && origin !== null) add(found, (origin as { readonly id?: unknown }).id);
  return [...found];
}

function add(found: Set<string>, value: unknown): void {
  if (typeof value === 'string' && isUuid(value)) found.add(value);
}
