/** The pseudonymous row: no name, no number. */
export interface Person {
  readonly personId: string;
  /** The number under which a bureau's list knows the person. */
  readonly externalRef: string | null;
  readonly registeredAt: Date;
}

/** What the vault keeps. It leaves the vault only towards a caller whose role may see it, never towards events or logs. */
export interface Identity {
  readonly name: string;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.name === b.name && a.idNumber === b.idNumber && a.phone === b.phone && a.address === b.address;
}
