import type { QuickRegister } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { Survivors } from '../../people/application/survivors.port.js';
import { idNumberTerm, nameTerm } from '../../people/application/search-terms.js';

export interface Known {
  /** Null when the number is known under another name. */
  readonly personId: string | null;
  /** Whose entries of the vault were opened to compare. */
  readonly opened: readonly string[];
}

const MOST_ALIKE = 20;

/** Whether somebody has the ID number already. Asks the whole city, and tells no more than whether name and number belong together. */
@Injectable()
export class KnownVisitor {
  constructor(
    private readonly vault: PersonVault,
    private readonly survivors: Survivors,
  ) {}

  /** Of several with one number (registered twice before) the one with the name, else the first by id; of one that was merged, the file that stands for it. */
  async find(tx: Tx, { idNumber, name }: Pick<QuickRegister, 'idNumber' | 'name'>): Promise<Known | undefined> {
    if (idNumber === undefined) return undefined;
    const term = idNumberTerm(idNumber);
    const identities = await this.vault.load(tx, await this.vault.find(tx, [term], MOST_ALIKE));
    const same = [...identities].filter(
      ([, identity]) => identity.idNumber !== null && idNumberTerm(identity.idNumber).value === term.value,
    );
    if (same.length === 0) return undefined;
    const named = same.find(([, identity]) => nameTerm(identity.name).value === nameTerm(name).value);
    const personId = named ? await this.survivors.of(tx, named[0]) : null;
    return { personId, opened: [...identities.keys()] };
  }
}
