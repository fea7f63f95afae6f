import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { AreaTree } from '../../areas/domain/area-tree.js';
import { checkFact } from '../../people/domain/fact-rules.js';
import type { DatedFact, PersonFact } from '../../people/domain/person-fact.js';
import { identityOf, sayTheSame } from '../../people/domain/person-fact.js';
import type { Stamp } from '../../shared/stamp.js';
import { duplicateOf, RowRefusedError } from '../domain/import.errors.js';
import type { FactDraft } from './import-drafts.js';
import type { Plan } from './plan.js';
import type { Refusals } from './refusals.js';

interface Candidate {
  readonly draft: FactDraft;
  readonly replaced: PersonFact | undefined;
}

export interface FactsOfPerson {
  readonly personId: string;
  readonly drafts: readonly FactDraft[];
  readonly believed: readonly PersonFact[];
}

export interface FactPlanContext {
  readonly plan: Plan<PersonFact>;
  readonly tree: AreaTree;
  readonly refusals: Refusals;
  readonly stamp: Stamp;
}

/**
 * What a list says of one person, held against what is believed. A row that says the same is left; one that says otherwise of the same
 * thing replaces it. The rules look at the outcome as a whole, so the order of rows does not matter.
 */
export function planFactsOf({ personId, drafts, believed }: FactsOfPerson, context: FactPlanContext): void {
  const candidates = candidatesOf(drafts, believed, context);
  const replaced = new Set(candidates.map((candidate) => candidate.replaced));
  const remaining: DatedFact[] = believed.filter((fact) => !replaced.has(fact));
  const outcome = [...remaining, ...candidates.map(({ draft }) => draft.fact)];
  const today = shanghaiDate(context.stamp.at);
  for (const candidate of candidates) {
    context.refusals.attempt(candidate.draft.line, () => {
      check(candidate.draft.fact, outcome, context.tree, today);
      const list = candidate.replaced ? context.plan.changed : context.plan.added;
      list.push(recorded(personId, candidate, context.stamp));
    });
  }
}

function candidatesOf(
  drafts: readonly FactDraft[],
  believed: readonly PersonFact[],
  context: FactPlanContext,
): Candidate[] {
  const known = new Map(believed.map((fact) => [identityOf(fact), fact]));
  const firstLines = new Map<string, number>();
  const candidates: Candidate[] = [];
  for (const draft of drafts) {
    context.refusals.attempt(draft.line, () => {
      const identity = identityOf(draft.fact);
      const first = firstLines.get(identity);
      if (first !== undefined) throw duplicateOf(first);
      firstLines.set(identity, draft.line);
      const before = known.get(identity);
      if (before && sayTheSame(before, draft.fact)) context.plan.unchanged += 1;
      else candidates.push({ draft, replaced: before });
    });
  }
  return candidates;
}

function check(fact: DatedFact, outcome: readonly DatedFact[], tree: AreaTree, today: LocalDate): void {
  const { value } = fact;
  const problem = value.kind === 'hukou' || value.kind === 'residence' ? tree.problemOfPlace(value.place) : undefined;
  if (problem)
    throw new RowRefusedError(problem.level, 'PERSON_FACT.AREA_UNKNOWN', `no such ${problem.level} in this city`);
  checkFact(
    fact,
    outcome.filter((other) => other !== fact),
    today,
  );
}

function recorded(personId: string, { draft, replaced }: Candidate, stamp: Stamp): PersonFact {
  return {
    ...draft.fact,
    factId: uuidv7(stamp.at.getTime()),
    personId,
    recordedAt: stamp.at,
    recordedBy: stamp.by,
    source: draft.source,
    replacesFactId: replaced?.factId ?? null,
  };
}
