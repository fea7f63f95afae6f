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
  /** Whom to call when something happens. */
  readonly emergencyName: string | null;
  readonly emergencyPhone: string | null;
}

/** What the lists of bureaus say of somebody; they know no emergency contact. */
export type ListedIdentity = Omit<Identity, 'emergencyName' | 'emergencyPhone'>;

export function sameListedIdentity(a: ListedIdentity, b: ListedIdentity): boolean {
  return a.name === b.name && a.idNumber === b.idNumber && a.phone === b.phone && a.address === b.address;
}

/** A list says who somebody is as a whole, but for what no list knows. */
export function withListed(listed: ListedIdentity, before: Identity | undefined): Identity {
  const { emergencyName = null, emergencyPhone = null } = before ?? {};
  return { ...listed, emergencyName, emergencyPhone };
}
