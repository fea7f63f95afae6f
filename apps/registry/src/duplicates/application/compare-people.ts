import type { DuplicateView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { Survivors } from '../../people/application/survivors.port.js';
import { idNumberTerm, nameTerm } from '../../people/application/search-terms.js';
import type { PersonFact } from '../../people/domain/person-fact.js';
import type { Features } from './alike.js';
import { alike, featuresOf } from './alike.js';

/** People who share a number or a name with somebody of the portion. A name that more have is no sign of anything. */
const MOST_ALIKE = 5_000;

/** Opens the entries of some people, and of those whom they may be, and answers which are alike. */
@Injectable()
export class ComparePeople {
  constructor(
    private readonly vault: PersonVault,
    private readonly facts: FactRepository,
    private readonly survivors: Survivors,
  ) {}

  /** Why two people may be one, by what is recorded of both today. */
  async reasonOf(tx: Tx, one: string, other: string, today: string): Promise<DuplicateView['reason'] | undefined> {
    const features = await this.features(tx, [one, other], today);
    const [first, second] = [features.get(one), features.get(other)];
    return first && second && alike(first, second);
  }

  /** Pairs with somebody of the portion, and whose entries were opened for it. */
  async pairs(
    tx: Tx,
    personIds: readonly string[],
    today: string,
  ): Promise<{ pairs: DuplicateView[]; opened: string[] }> {
    const identities = await this.vault.load(tx, personIds);
    const terms = [...identities.values()].flatMap(({ name, idNumber }) =>
      idNumber === null ? [nameTerm(name)] : [nameTerm(name), idNumberTerm(idNumber)],
    );
    const found = await this.vault.find(tx, terms, MOST_ALIKE);
    const features = await this.features(tx, [...new Set([...personIds, ...found])], today);
    const merged = await this.survivors.among(tx, [...features.keys()]);
    const standsFor = (personId: string): string => merged.get(personId) ?? personId;
    const pairs = personIds
      .flatMap((personId) => pairsOf(personId, features))
      .filter((pair) => standsFor(pair.personId) !== standsFor(pair.otherPersonId));
    return { pairs, opened: [...features.keys()] };
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
