import type { SiteTermView, SiteView } from '@doorstep/contracts';
import { ServiceCentreRecordedV1, SiteRecordedV1, SiteTermRecordedV1, SiteTermValue } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { VersionedSite } from '../domain/site.js';
import type { SiteTerm } from '../domain/site-term.js';

/** What is answered about a site. */
export function siteStateOf(site: VersionedSite): SiteView {
  return { ...site, periods: site.periods.map((period) => ({ ...period })) };
}

/** A truck is a canteen to everybody else, one that moves; a service centre is nothing that orders or bookings are made at. */
export function siteRecorded(site: VersionedSite): NewEvent {
  const { siteId, siteKind, ...state } = siteStateOf(site);
  if (siteKind === 'service_centre') {
    const { version, name, phone, province, city, district, town, active } = state;
    const centre = { siteId, version, name, phone, province, city, district, town, active };
    return newEvent(ServiceCentreRecordedV1, siteId, centre);
  }
  const told = siteKind === 'mobile_canteen' ? ({ siteKind: 'canteen', moving: true } as const) : { siteKind };
  return newEvent(SiteRecordedV1, siteId, { ...state, siteId, ...told });
}

/** What others are told of a term, by event and by HTTP: the same words. */
export function siteTermOf(term: SiteTerm): SiteTermView {
  const { termId, siteId, version, series, from, to } = term;
  return { termId, siteId, version, series, from, to, kind: term.term.kind, term: SiteTermValue.parse(term.term) };
}

export function siteTermRecorded(term: SiteTerm, at: Date): NewEvent {
  return newEvent(SiteTermRecordedV1, term.siteId, { ...siteTermOf(term), recordedAt: at.toISOString() });
}
