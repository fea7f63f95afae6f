import type { SiteState } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export abstract class SiteStore {
  /** Keeps the highest version of each site. */
  abstract put(tx: Tx, sites: readonly SiteState[]): Promise<void>;
}
