import type { Actor } from '@doorstep/auth';
import type { FoundPerson, SearchPeople as SearchPeopleBody } from '@doorstep/contracts';
import { MAX_FOUND } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { searchTermsOf, termsOfWord } from '../../people/application/search-terms.js';
import { LookUpPeople } from './look-up-people.handler.js';

/** Finds people in reach by blind tokens and makes sure in the vault, since two values may share a token. */
@Injectable()
export class SearchPeople {
  constructor(
    private readonly lookUp: LookUpPeople,
    private readonly vault: PersonVault,
  ) {}

  execute(actor: Actor, { text, purpose }: SearchPeopleBody, meta: EventMeta): Promise<FoundPerson[]> {
    return this.lookUp.execute({ actor, purpose, meta, choose: (tx) => this.found(tx, text) });
  }

  private async found(tx: Tx, text: string): Promise<string[]> {
    const terms = termsOfWord(text);
    const wanted = new Set(terms.map(({ kind, value }) => `${kind}:${value}`));
    const identities = await this.vault.load(tx, await this.vault.find(tx, terms, MAX_FOUND));
    return [...identities].flatMap(([personId, identity]) =>
      searchTermsOf(identity).some(({ kind, value }) => wanted.has(`${kind}:${value}`)) ? [personId] : [],
    );
  }
}
