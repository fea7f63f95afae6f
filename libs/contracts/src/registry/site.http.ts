import { z } from 'zod';
import { Code } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { SiteState } from './site-recorded.v1.js';

/** The present state of a site, closed: exactly what the event of the same version carried. */
export const SiteView = z.object(SiteState.shape).meta({ id: 'Site' });
export type SiteView = z.infer<typeof SiteView>;

export const SiteQuery = z.strictObject({
  ...PageQuery.shape,
  siteKind: SiteState.shape.siteKind.optional(),
  district: Code.optional(),
  town: Code.optional(),
  active: z.enum(['true', 'false']).optional(),
});
export type SiteQuery = z.infer<typeof SiteQuery>;

export const SitePage = pageOf(SiteView).meta({ id: 'SitePage' });
export type SitePage = z.infer<typeof SitePage>;
