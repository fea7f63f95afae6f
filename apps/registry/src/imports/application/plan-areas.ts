import type { Area } from '../../areas/domain/area.js';
import { AREA_RANKS, sameArea } from '../../areas/domain/area.js';
import { AreaTree } from '../../areas/domain/area-tree.js';
import { duplicateOf, RowRefusedError } from '../domain/import.errors.js';
import type { AreaDraft } from './import-drafts.js';
import { OncePerFile, Plan } from './plan.js';
import type { Refusals } from './refusals.js';

const REASONS = {
  'AREA.PARENT_UNKNOWN': 'no such area above it, neither known nor in this file',
  'AREA.PARENT_WRONG_KIND': 'a district lies in a city, a town in a district, a community in a town',
  'AREA.PARENT_NOT_ALLOWED': 'a city lies in nothing',
};

/** The areas to write, parents first, and the tree as it will be. */
export function planAreas(
  drafts: readonly AreaDraft[],
  known: readonly Area[],
  refusals: Refusals,
): { plan: Plan<Area>; tree: AreaTree } {
  const tree = new AreaTree([...known, ...drafts.map(({ area }) => area)]);
  const before = new AreaTree(known);
  const once = new OncePerFile();
  const plan = new Plan<Area>();
  for (const { line, area } of inRankOrder(drafts)) {
    refusals.attempt(line, () => {
      const first = once.first(area.code, line);
      if (first !== undefined) throw duplicateOf(first);
      const problem = tree.problemOf(area);
      if (problem) throw new RowRefusedError('parent', problem, REASONS[problem]);
      place(plan, line, area, before.get(area.code));
    });
  }
  return { plan, tree };
}

function place(plan: Plan<Area>, line: number, area: Area, known: Area | undefined): void {
  if (!known) plan.add(line, area);
  else if (sameArea(area, known)) plan.keep(line, known);
  else if (area.kind !== known.kind || area.parent !== known.parent)
    throw new RowRefusedError('parent', 'AREA.CANNOT_MOVE', 'an area keeps its kind and what it lies in');
  else plan.change(line, area, known);
}

function inRankOrder(drafts: readonly AreaDraft[]): AreaDraft[] {
  return AREA_RANKS.flatMap((kind) => drafts.filter(({ area }) => area.kind === kind));
}
