import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ErasedPeople } from '../../people/application/erased-people.port.js';
import { PersonRepository } from '../../people/application/person.repository.port.js';
import type { Person } from '../../people/domain/person.js';
import type { ImportDrafts } from './import-drafts.js';
import { PeopleDirectory } from './people-directory.js';

interface Named {
  readonly personIds: readonly string[];
  readonly externalRefs: readonly string[];
  readonly idNumbers: readonly string[];
}

/** Makes the directory of a file before its transaction, since the lanes to take depend on who is meant. */
@Injectable()
export class PeopleDirectories {
  constructor(
    private readonly people: PersonRepository,
    private readonly erased: ErasedPeople,
  ) {}

  async make(tx: Tx, drafts: ImportDrafts, now: Date): Promise<PeopleDirectory> {
    const named = namedBy(drafts);
    const directory = new PeopleDirectory(await this.known(tx, named), await this.erased.among(tx, named));
    for (const draft of drafts.people) drafts.refusals.attempt(draft.line, () => directory.bring(draft, now));
    return directory;
  }

  /** True when somebody became known meanwhile, or was forgotten. */
  async isOutdated(tx: Tx, drafts: ImportDrafts, directory: PeopleDirectory): Promise<boolean> {
    const named = namedBy(drafts);
    if (directory.isOutdatedBy(await this.known(tx, named))) return true;
    const { personIds } = await this.erased.among(tx, {
      personIds: directory.knownIds,
      externalRefs: [],
      idNumbers: [],
    });
    return personIds.size > 0;
  }

  private known(tx: Tx, { personIds, externalRefs }: Named): Promise<Person[]> {
    return this.people.resolve(tx, personIds, externalRefs);
  }
}

function namedBy({ people, facts }: ImportDrafts): Named {
  const personIds = new Set<string>();
  const externalRefs = new Set<string>();
  for (const { personId, externalRef } of [...people, ...facts]) {
    if (personId !== undefined) personIds.add(personId);
    if (externalRef !== undefined) externalRefs.add(externalRef);
  }
  const idNumbers = new Set(people.flatMap(({ identity }) => identity.idNumber ?? []));
  return { personIds: [...personIds], externalRefs: [...externalRefs], idNumbers: [...idNumbers] };
}
