import { code, count } from './event-facts.js';

const SITE_RECORDED = 'registry.site.recorded.v1';

/** Where a site lies, as its newest version says: what makes events of sites events of an area. */
export interface SiteFacts {
  readonly siteId: string;
  readonly version: number;
  readonly kind: string | null;
  readonly province: string | null;
  readonly city: string | null;
  readonly district: string | null;
  readonly town: string | null;
  readonly places: number | null;
}

export function siteFactsIn(type: string, data: unknown): SiteFacts | null {
  if (type !== SITE_RECORDED || typeof data !== 'object' || data === null) return null;
  const members = data as Readonly<Record<string, unknown>>;
  const siteId = code(members['siteId']);
  const version = count(members['version']);
  if (siteId === null || version === null) return null;
  return {
    siteId,
    version,
    kind: code(members['siteKind']),
    province: code(members['province']),
    city: code(members['city']),
    district: code(members['district']),
    town: code(members['town']),
    places: count(members['places']),
  };
}
