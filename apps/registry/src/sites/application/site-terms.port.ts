import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { SiteTerm, SiteTermKind } from '../domain/site-term.js';

/** Who recorded terms, when, and through which import if through one. */
export interface TermStamp {
  readonly at: Date;
  readonly by: string;
  readonly importId: string | null;
}

export interface TermFilter {
  readonly siteId: string;
  readonly kind?: SiteTermKind | undefined;
  /** Only versions above this one, in their order. */
  readonly after: number;
  readonly limit: number;
}

/** Every term that was ever recorded; none is changed or taken away. */
export abstract class SiteTerms {
  /** Of these sites, in the order of recording. */
  abstract of(tx: Tx, siteIds: readonly string[]): Promise<SiteTerm[]>;
  abstract list(tx: Tx, filter: TermFilter): Promise<SiteTerm[]>;
  abstract add(tx: Tx, terms: readonly SiteTerm[], stamp: TermStamp): Promise<void>;
  /** Sites with a term about what the site itself says as well, which has begun by `day`. */
  abstract sitesSaidOf(tx: Tx, day: LocalDate, portion: { after: string; limit: number }): Promise<string[]>;
}
