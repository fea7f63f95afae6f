import type { Tx } from '@doorstep/persistence';

export interface Till {
  readonly siteId: string;
  readonly tillId: string;
}

/** Which shift a payment at a till belongs to. */
export abstract class OpenShifts {
  /** Open shift ids by `siteId/tillId`. The shifts stay open until the transaction ends. */
  abstract at(tx: Tx, tills: readonly Till[]): Promise<Map<string, string>>;
}
