import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Stamp } from '../../shared/stamp.js';
import type { Identity, Person } from '../domain/person.js';
import { PersonVault } from './person-vault.port.js';
import { PersonRepository } from './person.repository.port.js';

interface Registration {
  readonly person: Person;
  readonly identity: Identity;
}

/** Keeps the pseudonymous row and the vault entry of a person together. */
@Injectable()
export class PeopleWriter {
  constructor(
    private readonly people: PersonRepository,
    private readonly vault: PersonVault,
  ) {}

  async write(
    tx: Tx,
    { added, changed }: { readonly added: readonly Registration[]; readonly changed: readonly Registration[] },
    stamp: Stamp,
  ): Promise<void> {
    await this.people.add(
      tx,
      added.map(({ person }) => person),
      stamp,
    );
    const entries = [...added, ...changed].map(({ person, identity }) => ({ personId: person.personId, identity }));
    await this.vault.store(tx, entries, stamp.at);
  }
}
