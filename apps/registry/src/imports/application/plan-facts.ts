import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { AreaTree } from '../../areas/domain/area-tree.js';
import { checkFact, groupOf } from '../../people/domain/fact-rules.js';
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
  /** What was believed open-ended before, and ends where this one begins. */
  readonly succeeded: PersonFact[];
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
  /** A whole list says where things go on: what it no longer names ends where its newer row begins. */
  readonly succession: boolean;
}

/**
 * What a list says of one person, held against what is believed. A row that says the same is left; one that says otherwise of the same
 * thing replaces it. The rules look at the outcome as a whole, so the order of rows does not matter.
 */
export function planFactsOf({ personId, drafts, believed }: FactsOfPerson, context: FactPlanContext): void {
  const candidates = candidatesOf(drafts, believed, context);
  const gone = new Set(candidates.flatMap(({ replaced, succeeded }) => [replaced, ...succeeded]));
  const remaining: DatedFact[] = believed.filter((fact) => !gone.has(fact));
  const ended = candidates.flatMap(({ draft, succeeded }) => succeeded.map((fact) => endedBy(fact, draft)));
  const outcome = [...remaining, ...ended, ...candidates.map(({ draft }) => draft.fact)];
  const today = shanghaiDate(context.stamp.at);
  for (const { draft, replaced, succeeded } of candidates) {
    const { line, fact } = draft;
    context.refusals.attempt(line, () => {
      check(fact, outcome, context.tree, today);
      for (const before of succeeded)
        context.plan.end(line, recorded(before.personId, endedBy(before, draft), draft, before, context.stamp), before);
      const item = recorded(personId, fact, draft, replaced, context.stamp);
      if (replaced) context.plan.change(line, item, replaced);
      else context.plan.add(line, item);
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
      if (before && sayTheSame(before, draft.fact)) context.plan.keep(draft.line, before);
      else candidates.push({ draft, replaced: before, succeeded: [] });
    });
  }
  const unnamed = believed.filter((fact) => !firstLines.has(identityOf(fact)));
  if (context.succession) findSuccessions(candidates, unnamed);
  return candidates;
}

const SUCCEEDING: readonly DatedFact['value']['kind'][] = ['hukou', 'residence', 'category'];

function findSuccessions(candidates: readonly Candidate[], unnamed: readonly PersonFact[]): void {
  const inOrder = [...candidates].sort((a, b) => (a.draft.fact.validFrom < b.draft.fact.validFrom ? -1 : 1));
  for (const before of unnamed) {
    if (before.validTo !== null || !SUCCEEDING.includes(before.value.kind)) continue;
    const next = inOrder.find(
      ({ draft: { fact } }) => groupOf(fact.value) === groupOf(before.value) && fact.validFrom > before.validFrom,
    );
    next?.succeeded.push(before);
  }
}

function endedBy(before: PersonFact, { fact }: FactDraft): DatedFact {
  return { value: before.value, validFrom: before.validFrom, validTo: fact.validFrom };
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

function recorded(
  personId: string,
  fact: DatedFact,
  { source }: FactDraft,
  replaced: PersonFact | undefined,
  stamp: Stamp,
): PersonFact {
  return {
    ...fact,
    factId: uuidv7(stamp.at.getTime()),
    personId,
    recordedAt: stamp.at,
    recordedBy: stamp.by,
    source,
    replacesFactId: replaced?.factId ?? null,
  };
}
