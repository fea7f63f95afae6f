import type { UnverifiedPerson } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** One try at a till. `other_name`: the number is known, and the name is another one. */
export interface Registration {
  readonly registrationId: string;
  readonly siteId: string;
  /** Business date. */
  readonly on: string;
  readonly outcome: 'registered' | 'known' | 'other_name';
  readonly personId: string | null;
  readonly at: Date;
  readonly by: string;
}

export abstract class Registrations {
  abstract countOf(tx: Tx, siteId: string, on: string): Promise<number>;
  abstract add(tx: Tx, registration: Registration): Promise<void>;
  abstract find(tx: Tx, registrationId: string): Promise<Registration | undefined>;
  /** Those in reach whom nobody has checked, in the order in which they came. */
  abstract unverified(tx: Tx, portion: { readonly after: string; readonly limit: number }): Promise<UnverifiedPerson[]>;
}
