import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ErasedName } from './erased-people.port.js';
import { ErasedPeople } from './erased-people.port.js';
import { PersonVault } from './person-vault.port.js';
import { PersonRepository } from './person.repository.port.js';

/** Called before the key of somebody who is forgotten is destroyed. */
@Injectable()
export class RememberErased {
  constructor(
    private readonly people: PersonRepository,
    private readonly vault: PersonVault,
    private readonly erased: ErasedPeople,
  ) {}

  async execute(tx: Tx, personId: string, at: Date): Promise<void> {
    const { externalRef = null } = (await this.people.find(tx, personId)) ?? {};
    const { idNumber = null } = (await this.vault.load(tx, [personId])).get(personId) ?? {};
    const names: ErasedName[] = [];
    if (externalRef !== null) names.push({ externalRef });
    if (idNumber !== null) names.push({ idNumber });
    await this.erased.remember(tx, names, at);
  }
}
