import type { Actor } from '@doorstep/auth';
import type { DuplicatePage, DuplicateQuery, DuplicateView } from '@doorstep/contracts';
import { shanghaiDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { PersonRepository } from '../../people/application/person.repository.port.js';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { Survivors } from '../../people/application/survivors.port.js';
import { idNumberTerm, nameTerm } from '../../people/application/search-terms.js';
import type { PersonFact } from '../../people/domain/person-fact.js';
import { idAfter, idPageFrom } from '../../shared/id-cursor.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Features } from './alike.js';
import { alike, featuresOf } from './alike.js';

/** People who share a number or a name with somebody of the portion. A name that more have is no sign of anything. */
const MOST_ALIKE = 5_000;

/** Looks through the registry for people who were registered twice, portion by portion. It tells pseudonyms and no names. */
@Injectable()
export class FindDuplicates {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly people: PersonRepository,
    private readonly vault: PersonVault,
    private readonly facts: FactRepository,
    private readonly survivors: Survivors,
  ) {}

  execute(actor: Actor, { cursor, limit }: DuplicateQuery, at: Date): Promise<DuplicatePage> {
    const after = idAfter(cursor);
    return this.transactions.read(actor, async (tx) => {
      const { items, next } = idPageFrom(await this.people.after(tx, after, limit + 1), limit, (personId) => personId);
      return { items: await this.among(tx, items, shanghaiDate(at)), next };
    });
  }

  private async among(tx: Tx, personIds: readonly string[], today: string): Promise<DuplicateView[]> {
    const identities = await this.vault.load(tx, personIds);
    const terms = [...identities.values()].flatMap(({ name, idNumber }) =>
      idNumber === null ? [nameTerm(name)] : [nameTerm(name), idNumberTerm(idNumber)],
    );
    const found = await this.vault.find(tx, terms, MOST_ALIKE);
    const features = await this.features(tx, [...new Set([...personIds, ...found])], today);
    const merged = await this.survivors.among(tx, [...features.keys()]);
    const standsFor = (personId: string): string => merged.get(personId) ?? personId;
    return personIds
      .flatMap((personId) => pairsOf(personId, features))
      .filter((pair) => standsFor(pair.personId) !== standsFor(pair.otherPersonId));
  }

  private async features(tx: Tx, personIds: readonly string[], today: string): Promise<Map<string, Features>> {
    const identities = await this.vault.load(tx, personIds);
    const believed = new Map<string, PersonFact[]>();
    for (const fact of await this.facts.believed(tx, personIds))
      believed.set(fact.personId, [...(believed.get(fact.personId) ?? []), fact]);
    return new Map(
      [...identities].map(([personId, identity]) => [
        personId,
        featuresOf(personId, identity, believed.get(personId) ?? [], today),
      ]),
    );
  }
}

function pairsOf(personId: string, features: ReadonlyMap<string, Features>): DuplicateView[] {
  const own = features.get(personId);
  if (!own) return [];
  return [...features.values()].flatMap((other) => {
    const reason = other.personId > personId ? alike(own, other) : undefined;
    return reason ? [{ personId, otherPersonId: other.personId, reason }] : [];
  });
}
