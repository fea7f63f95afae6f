import type { SiteView } from '@doorstep/contracts';
import type { VersionedSite } from '../domain/site.js';

/** What others are told of a site, by event and by HTTP: the same words. */
export function siteStateOf(site: VersionedSite): SiteView {
  return { ...site, periods: site.periods.map((period) => ({ ...period })) };
}
