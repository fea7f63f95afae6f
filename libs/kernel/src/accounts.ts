/** The account of `<kind>:<subject>`, as events and rows name who acted. */
export function accountOf(ref: string): string {
  return ref.slice(ref.indexOf(':') + 1);
}

/**
 * Whether two acts were one person's: the same account, whichever way it came. Somebody who asked as family (`family:li-1`) or through an
 * API client is nobody else when deciding as staff (`staff:li-1`). Nobody (null) is no person.
 */
export function isSamePerson(one: string | null | undefined, other: string | null | undefined): boolean {
  if (one === null || one === undefined || other === null || other === undefined) return false;
  return accountOf(one) === accountOf(other);
}
