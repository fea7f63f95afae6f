import type { ListName } from '@doorstep/contracts';
import type { DatedFact, FactValue } from '../../people/domain/person-fact.js';

/** Which facts a bureau's list is the last word on. */
export interface FactList {
  readonly name: ListName;
  readonly kinds: readonly FactValue['kind'][];
  readonly category: string | null;
}

const KINDS: Partial<Record<ListName, readonly FactValue['kind'][]>> = {
  residents: ['birth', 'hukou', 'residence'],
  ability_levels: ['ability_level'],
  deaths: ['death'],
};

export function factList(name: ListName): FactList {
  const kinds = KINDS[name];
  return kinds ? { name, kinds, category: null } : { name, kinds: ['category'], category: name };
}

export function isOfList({ kinds, category }: FactList, value: FactValue): boolean {
  return kinds.includes(value.kind) && (value.kind !== 'category' || value.category === category);
}

/** Nobody is unborn for standing on no list, and a lowest level says nothing that could end. */
export function canBeAbsent({ value }: DatedFact): boolean {
  return value.kind !== 'birth' && !(value.kind === 'ability_level' && value.level === 0);
}

/**
 * What is believed once a list does not name a fact any more. A status ends; a level holds until the next, so the lowest takes its
 * place (design); undefined for a death, which is taken back.
 */
export function endOf(fact: DatedFact, endOn: DatedFact['validFrom']): DatedFact | undefined {
  if (fact.value.kind === 'death') return undefined;
  if (fact.value.kind === 'ability_level')
    return { value: { ...fact.value, level: 0 }, validFrom: endOn, validTo: null };
  return { ...fact, validTo: endOn };
}
