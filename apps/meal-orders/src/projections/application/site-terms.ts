import type { SiteState } from '@doorstep/contracts';
import type { SiteFacts } from '@doorstep/policy';
import type { SiteTerms } from '../domain/site-terms.js';

/** What ordering needs of a site. A day-care centre takes no orders. */
export function siteTermsOf(site: SiteState): SiteTerms {
  const { siteId, phone, deliveryFeeFen, periods } = site;
  return { siteId, phone, deliveryFeeFen, periods, active: site.active && site.siteKind === 'canteen' };
}

/** What a price rule needs of a site. */
export function siteFactsOf(site: SiteState): SiteFacts {
  const { siteId, province, city, district, town, schedule, standardMealPriceFen } = site;
  return {
    ...{ code: siteId, city, district, town },
    ...(province === null ? {} : { province }),
    ...(schedule === null ? {} : { schedule }),
    ...(standardMealPriceFen === null ? {} : { standardMealPriceFen }),
  };
}
