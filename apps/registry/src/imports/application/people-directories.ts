import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonRepository } from '../../people/application/person.repository.port.js';
import type { Person } from '../../people/domain/person.js';
import type { ImportDrafts } from './import-drafts.js';
import { PeopleDirectory } from './people-directory.js';

/** Makes the directory of a file before its transaction, since the lanes to take depend on who is meant. */
@Injectable()
export class PeopleDirectories {
  constructor(private readonly people: PersonRepository) {}

  async make(tx: Tx, drafts: ImportDrafts, now: Date): Promise<PeopleDirectory> {
    const directory = new PeopleDirectory(await this.known(tx, drafts));
    for (const draft of drafts.people) drafts.refusals.attempt(draft.line, () => directory.bring(draft, now));
    return directory;
  }

  async isOutdated(tx: Tx, drafts: ImportDrafts, directory: PeopleDirectory): Promise<boolean> {
    return directory.isOutdatedBy(await this.known(tx, drafts));
  }

  private known(tx: Tx, drafts: ImportDrafts): Promise<Person[]> {
    const ids = new Set<string>();
    const refs = new Set<string>();
    for (const { personId, externalRef } of [...drafts.people, ...drafts.facts]) {
      if (personId !== undefined) ids.add(personId);
      if (externalRef !== undefined) refs.add(externalRef);
    }
    return this.people.resolve(tx, [...ids], [...refs]);
  }
}
