import type { SiteTerms } from '../domain/site-terms.js';

/** Sites as the registry announced them. */
export abstract class Sites {
  abstract find(siteId: string): Promise<SiteTerms | undefined>;
}
