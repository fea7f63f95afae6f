import { canonicalJson } from '@doorstep/kernel';
import type { JsonValue } from '@doorstep/kernel';
import type { AreaTree } from '../../areas/domain/area-tree.js';
import type { VersionedSite } from '../../sites/domain/site.js';
import { duplicateOf, RowRefusedError } from '../domain/import.errors.js';
import type { SiteDraft } from './import-drafts.js';
import { OncePerFile, Plan } from './plan.js';
import type { Refusals } from './refusals.js';

/** The sites to write, each with its next version. */
export function planSites(
  drafts: readonly SiteDraft[],
  known: readonly VersionedSite[],
  tree: AreaTree,
  refusals: Refusals,
): Plan<VersionedSite> {
  const byId = new Map(known.map((site) => [site.siteId, site]));
  const once = new OncePerFile();
  const plan = new Plan<VersionedSite>();
  for (const { line, site } of drafts) {
    refusals.attempt(line, () => {
      const first = once.first(site.siteId, line);
      if (first !== undefined) throw duplicateOf(first);
      const problem = tree.problemOfPlace({ city: site.city, district: site.district, town: site.town }, true);
      if (problem) throw new RowRefusedError(problem.level, 'IMPORT.AREA_UNKNOWN', `no such ${problem.level} there`);
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
