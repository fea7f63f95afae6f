import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { bySite } from '../../sites/application/by-site.js';
import type { Site } from '../../sites/domain/site.js';
import { SiteProgramme } from '../../sites/domain/site-programme.js';
import type { DatedTerm, SiteTerm } from '../../sites/domain/site-term.js';
import type { AreaTree } from '../../areas/domain/area-tree.js';
import { duplicateOf, RowRefusedError } from '../domain/import.errors.js';
import type { TermDraft } from './import-drafts.js';
import { OncePerFile, Plan } from './plan.js';
import type { Refusals } from './refusals.js';

export interface TermPlanContext {
  /** As they are after this file. */
  readonly sites: ReadonlyMap<string, Site>;
  readonly known: readonly SiteTerm[];
  readonly tree: AreaTree;
  readonly refusals: Refusals;
  readonly at: Date;
}

/** The terms to record, in the order of the file. */
export function planTerms(drafts: readonly TermDraft[], context: TermPlanContext): Plan<SiteTerm> {
  const plan = new Plan<SiteTerm>();
  const programmes = programmesOf(context, shanghaiDate(context.at));
  const once = new OncePerFile();
  for (const draft of timetablesJoined(drafts)) {
    context.refusals.attempt(draft.line, () => {
      const first = once.first(keyOf(draft), draft.line);
      if (first !== undefined) throw duplicateOf(first);
      const programme = programmes(draft.siteId);
      if (!programme) throw new RowRefusedError('code', 'SITE.NOT_FOUND', 'no such site');
      checkNamed(draft.dated, context);
      const before = programme.inForce(draft.dated.from).find(({ term }) => term.kind === draft.dated.term.kind);
      const { term, changed } = programme.record(draft.dated, uuidv7(context.at.getTime()));
      if (!changed) plan.keep(draft.line, term);
      else if (before?.from === term.from && term.series === before.series) plan.change(draft.line, term, before);
      else plan.add(draft.line, term);
    });
  }
  return plan;
}

function programmesOf({ sites, known }: TermPlanContext, today: LocalDate) {
  const recorded = bySite(known);
  const programmes = new Map<string, SiteProgramme>();
  return (siteId: string): SiteProgramme | undefined => {
    const site = sites.get(siteId);
    if (!site) return undefined;
    const programme = programmes.get(siteId) ?? new SiteProgramme(site, recorded.get(siteId) ?? [], today);
    programmes.set(siteId, programme);
    return programme;
  };
}

/** A site has many closures; of everything else one word for a day. */
function keyOf({ siteId, dated }: TermDraft): string {
  const { from, to, term } = dated;
  return term.kind === 'closure' ? `${siteId} closure ${from} ${to} ${term.reason}` : `${siteId} ${term.kind} ${from}`;
}

/** The stops of one truck from one day on, row by row, are one timetable; it is refused under its first row. */
function timetablesJoined(drafts: readonly TermDraft[]): TermDraft[] {
  const joined = new Map<string, TermDraft>();
  for (const draft of drafts) {
    const { term } = draft.dated;
    const key = term.kind === 'stops' ? keyOf(draft) : String(draft.line);
    const before = joined.get(key);
    if (before?.dated.term.kind === 'stops' && term.kind === 'stops') {
      const stops = [...before.dated.term.stops, ...term.stops];
      joined.set(key, { ...before, dated: { ...before.dated, term: { kind: 'stops', stops } } });
    } else joined.set(key, draft);
  }
  return [...joined.values()];
}

function checkNamed({ term }: DatedTerm, { sites, tree }: TermPlanContext): void {
  if (term.kind === 'canteen' && term.suppliedBy !== null && sites.get(term.suppliedBy)?.siteKind !== 'canteen')
    throw new RowRefusedError('value', 'SITE_TERM.SUPPLIER_UNKNOWN', 'no such canteen to cook for it');
  if (term.kind === 'stops' && term.stops.some(({ town }) => !isThere(tree, town)))
    throw new RowRefusedError('town', 'SITE_TERM.AREA_UNKNOWN', 'a stop lies in no such area');
}

function isThere(tree: AreaTree, code: string): boolean {
  const area = tree.get(code);
  return area !== undefined && area.ended !== true;
}
