import type { SiteTerm } from '../domain/site-term.js';

export function bySite(terms: readonly SiteTerm[]): Map<string, SiteTerm[]> {
  const groups = new Map<string, SiteTerm[]>();
  for (const term of terms) {
    const group = groups.get(term.siteId);
    if (group) group.push(term);
    else groups.set(term.siteId, [term]);
  }
  return groups;
}
