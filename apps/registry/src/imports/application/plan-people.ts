import type { Identity, Person } from '../../people/domain/person.js';
import { sameListedIdentity, withListed } from '../../people/domain/person.js';
import { duplicateOf } from '../domain/import.errors.js';
import type { PersonDraft } from './import-drafts.js';
import type { PeopleDirectory } from './people-directory.js';
import { OncePerFile, Plan } from './plan.js';
import type { Refusals } from './refusals.js';

export interface PlannedPerson {
  readonly person: Person;
  readonly identity: Identity;
}

/** A row says who somebody is as a whole: an empty phone means that none is known any more. */
export function planPeople(
  drafts: readonly PersonDraft[],
  directory: PeopleDirectory,
  identities: ReadonlyMap<string, Identity>,
  refusals: Refusals,
): Plan<PlannedPerson> {
  const once = new OncePerFile();
  const plan = new Plan<PlannedPerson>();
  for (const draft of drafts) {
    refusals.attempt(draft.line, () => {
      const person = directory.find(draft);
      if (!person) return; // refused when the directory was made
      const first = once.first(person.personId, draft.line);
      if (first !== undefined) throw duplicateOf(first);
      const before = identities.get(person.personId);
      const identity = withListed(draft.identity, before);
      if (directory.isNew(person)) plan.add(draft.line, { person, identity });
      else if (before && sameListedIdentity(identity, before)) plan.keep(draft.line, { person, identity: before });
      else plan.change(draft.line, { person, identity }, before && { person, identity: before });
    });
  }
  return plan;
}
