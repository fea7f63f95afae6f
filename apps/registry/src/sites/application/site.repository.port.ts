import type { Tx } from '@doorstep/persistence';

import type { Site, VersionedSite } from '../domain/site.js';
import type { TermStamp } from './site-terms.port.js';

export interface SiteFilter {
  readonly siteKind?: Site['siteKind'] | undefined;
  readonly district?: string | undefined;
  readonly town?: string | undefined;
  readonly active?: boolean | undefined;
  /** Only ids above this one, in their order. */
  readonly after: string;
  readonly limit: number;
}

export abstract class SiteRepository {
  abstract findMany(tx: Tx, siteIds: readonly string[]): Promise<VersionedSite[]>;
  abstract list(tx: Tx, filter: SiteFilter): Promise<VersionedSite[]>;
  /** Writes the present state and keeps it as that version for ever. */
  abstract put(tx: Tx, sites: readonly VersionedSite[], stamp: TermStamp): Promise<void>;
}
