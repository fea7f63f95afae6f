import type { PersonExport } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { FactRepository } from './fact.repository.port.js';
import { factViewOf } from './fact-view.js';
import { PersonAccess } from './person-access.js';
import { PersonNotes } from './person-notes.port.js';
import { PersonVault } from './person-vault.port.js';

type Records = Pick<
  PersonExport,
  'personId' | 'externalRef' | 'registeredAt' | 'identity' | 'diet' | 'healthNote' | 'facts'
>;

/** Everything that is recorded of a person, in clear, for the person. */
@Injectable()
export class PersonRecords {
  constructor(
    private readonly access: PersonAccess,
    private readonly vault: PersonVault,
    private readonly notes: PersonNotes,
    private readonly facts: FactRepository,
  ) {}

  /** Of one file. */
  async of(tx: Tx, personId: string, at: Date): Promise<Records> {
    const { externalRef, registeredAt } = await this.access.personFor(tx, personId);
    const identity = (await this.vault.load(tx, [personId])).get(personId) ?? null;
    const diet = (await this.notes.latest(tx, [personId], 'diet')).get(personId)?.content ?? null;
    const healthNote = (await this.notes.latest(tx, [personId], 'health')).get(personId)?.content.note ?? null;
    const facts = (await this.facts.believedAt(tx, personId, at)).map(factViewOf);
    return { personId, externalRef, registeredAt: registeredAt.toISOString(), identity, diet, healthNote, facts };
  }
}
