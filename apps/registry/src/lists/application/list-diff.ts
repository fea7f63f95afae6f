import { createHash } from 'node:crypto';
import type { FactState, ListDiffItem, ListOutcome, RowRefusal } from '@doorstep/contracts';
import { ListOutcome as Outcomes, PersonFactValue } from '@doorstep/contracts';
import { canonicalJson } from '@doorstep/kernel';
import type { JsonValue } from '@doorstep/kernel';
import type { ImportDrafts, PersonKey } from '../../imports/application/import-drafts.js';
import type { ImportPlan } from '../../imports/application/import-planner.js';
import type { PeopleDirectory } from '../../imports/application/people-directory.js';
import type { PlannedRow } from '../../imports/application/plan.js';
import type { PlannedPerson } from '../../imports/application/plan-people.js';
import type { ListedIdentity } from '../../people/domain/person.js';
import type { DatedFact, PersonFact } from '../../people/domain/person-fact.js';
import type { CurrentFact } from './current-facts.port.js';

export type ListCounts = Record<ListOutcome, number>;

export interface ListDiff {
  readonly items: readonly ListDiffItem[];
  readonly counts: ListCounts;
  readonly sha256: string;
  /** The facts behind the absent items, by position. */
  readonly absent: ReadonlyMap<number, PersonFact>;
}

export interface DiffParts {
  readonly plan: ImportPlan;
  readonly drafts: ImportDrafts;
  readonly refused: readonly RowRefusal[];
  readonly directory: PeopleDirectory;
  readonly absent: readonly CurrentFact[];
}

type Line = Omit<ListDiffItem, 'position'>;

const FIELDS = ['name', 'idNumber', 'phone', 'address'] as const satisfies (keyof ListedIdentity)[];
const EMPTY = {
  line: null,
  record: null,
  personId: null,
  reference: null,
  factId: null,
  before: null,
  after: null,
  fields: [],
  column: null,
  code: null,
  reason: null,
} satisfies Partial<Line>;

/** Everything that applying a list would do, row by row in the order of the file, then what the file does not name. */
export function listDiff({ plan, drafts, refused, directory, absent }: DiffParts): ListDiff {
  const rows: Line[] = [
    ...plan.people.rows.map((row) => personLine(row, directory)),
    ...plan.facts.rows.map((row) => factLine(row, directory)),
    ...refusedLines(refused, drafts),
  ];
  rows.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)); // stable: what is ended stays before what takes over
  const items = [...rows, ...absent.map(absentLine)].map((line, index) => ({ position: index + 1, ...line }));
  return {
    items,
    counts: countsOf(items),
    sha256: digestOf(items),
    absent: new Map(absent.map((fact, index) => [rows.length + index + 1, fact])),
  };
}

function personLine({ line, outcome, item, before }: PlannedRow<PlannedPerson>, directory: PeopleDirectory): Line {
  const changed =
    outcome === 'changed' ? FIELDS.filter((field) => item.identity[field] !== before?.identity[field]) : [];
  const fields = outcome === 'new' ? FIELDS.filter((field) => item.identity[field] !== null) : changed;
  return { ...EMPTY, ...namesOf(item.person.personId, directory), line, outcome, record: 'person', fields };
}

function factLine({ line, outcome, item, before }: PlannedRow<PersonFact>, directory: PeopleDirectory): Line {
  return {
    ...EMPTY,
    ...namesOf(item.personId, directory),
    line,
    outcome,
    record: 'fact',
    factId: before?.factId ?? null,
    before: before ? stateOf(before) : null,
    after: stateOf(item),
  };
}

/** The id of somebody whom the file brings is made anew each time it is read, so it says nothing yet. */
function namesOf(personId: string, directory: PeopleDirectory): Pick<Line, 'personId' | 'reference'> {
  const person = directory.person(personId);
  const reference = person?.externalRef ?? null;
  return { personId: person && directory.isNew(person) && reference !== null ? null : personId, reference };
}

function refusedLines(refused: readonly RowRefusal[], drafts: ImportDrafts): Line[] {
  const keys = new Map<number, { record: 'person' | 'fact'; key: PersonKey }>();
  for (const draft of drafts.people) keys.set(draft.line, { record: 'person', key: draft });
  for (const draft of drafts.facts) keys.set(draft.line, { record: 'fact', key: draft });
  return refused.map(({ line, column, code, reason }) => {
    const about = keys.get(line);
    const outcome = code === 'PERSON.ERASED' ? ('erased' as const) : ('refused' as const);
    const [record, reference] = [about?.record ?? null, about?.key.externalRef ?? null];
    return { ...EMPTY, line, outcome, record, reference, column, code, reason };
  });
}

function absentLine(fact: CurrentFact): Line {
  const { personId, externalRef: reference, factId } = fact;
  return { ...EMPTY, outcome: 'absent', record: 'fact', personId, reference, factId, before: stateOf(fact) };
}

function stateOf({ value, validFrom, validTo }: DatedFact): FactState {
  return { fact: PersonFactValue.parse(value), validFrom, validTo };
}

function countsOf(items: readonly ListDiffItem[]): ListCounts {
  const counts = Object.fromEntries(Outcomes.options.map((outcome) => [outcome, 0])) as ListCounts;
  for (const { outcome } of items) counts[outcome] += 1;
  return counts;
}

function digestOf(items: readonly ListDiffItem[]): string {
  const hash = createHash('sha256');
  for (const item of items) hash.update(`${canonicalJson(item as unknown as JsonValue)}\n`);
  return hash.digest('hex');
}
