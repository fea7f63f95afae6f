import { canonicalJson } from '@doorstep/kernel';
import type { JsonValue, LocalDate } from '@doorstep/kernel';
import { termsInForce } from '@doorstep/policy';
import type { AreaTree } from '../../areas/domain/area-tree.js';
import { SiteRefusedError } from '../../sites/domain/site.errors.js';
import type { VersionedSite } from '../../sites/domain/site.js';
import { agrees } from '../../sites/domain/site-term.js';
import type { SiteTerm } from '../../sites/domain/site-term.js';
import { duplicateOf, RowRefusedError } from '../domain/import.errors.js';
import type { SiteDraft } from './import-drafts.js';
import { OncePerFile, Plan } from './plan.js';
import type { Refusals } from './refusals.js';

export interface SitePlanContext {
  readonly known: readonly VersionedSite[];
  /** What is recorded of each site. */
  readonly terms: ReadonlyMap<string, readonly SiteTerm[]>;
  readonly tree: AreaTree;
  readonly refusals: Refusals;
  readonly today: LocalDate;
}

/** The sites to write, each with its next version. */
export function planSites(drafts: readonly SiteDraft[], context: SitePlanContext): Plan<VersionedSite> {
  const { known, terms, tree, refusals, today } = context;
  const byId = new Map(known.map((site) => [site.siteId, site]));
  const once = new OncePerFile();
  const plan = new Plan<VersionedSite>();
  for (const { line, site } of drafts) {
    refusals.attempt(line, () => {
      const first = once.first(site.siteId, line);
      if (first !== undefined) throw duplicateOf(first);
      const problem = tree.problemOfPlace({ city: site.city, district: site.district, town: site.town }, true);
      if (problem) throw new RowRefusedError(problem.level, 'IMPORT.AREA_UNKNOWN', `no such ${problem.level} there`);
      if (!agrees(site, termsInForce(terms.get(site.siteId) ?? [], today)))
        throw new SiteRefusedError('SITE.TERM_SAYS_OTHERWISE', 'prices and places are changed by a row term');
      const before = byId.get(site.siteId);
      if (!before) plan.add(line, { ...site, version: 1 });
      else if (sameState({ ...site, version: before.version }, before)) plan.keep(line, before);
      else plan.change(line, { ...site, version: before.version + 1 }, before);
    });
  }
  return plan;
}

function sameState(a: VersionedSite, b: VersionedSite): boolean {
  return canonicalJson(a as unknown as JsonValue) === canonicalJson(b as unknown as JsonValue);
}
