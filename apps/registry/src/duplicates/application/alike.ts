import type { DuplicateView } from '@doorstep/contracts';
import { idNumberTerm, nameTerm } from '../../people/application/search-terms.js';
import { holdingOn } from '../../people/domain/holds-on.js';
import type { Identity } from '../../people/domain/person.js';
import type { PersonFact } from '../../people/domain/person-fact.js';

/** What one is recognised by. */
export interface Features {
  readonly personId: string;
  readonly idNumber: string | null;
  readonly name: string;
  readonly bornOn: string | undefined;
  /** Smallest known areas of hukou and residence. */
  readonly areas: readonly string[];
}

export function featuresOf(
  personId: string,
  identity: Identity,
  facts: readonly PersonFact[],
  today: string,
): Features {
  const held = holdingOn(facts, today);
  const birth = held.find(({ value }) => value.kind === 'birth');
  const areas = held.flatMap(({ value }) =>
    value.kind === 'hukou' || value.kind === 'residence' ? [value.place.town ?? value.place.district] : [],
  );
  return {
    personId,
    idNumber: identity.idNumber === null ? null : idNumberTerm(identity.idNumber).value,
    name: nameTerm(identity.name).value,
    bornOn: birth?.validFrom,
    areas,
  };
}

/** Why two entries may be one person; undefined when nothing speaks for it. */
export function alike(one: Features, other: Features): DuplicateView['reason'] | undefined {
  if (one.idNumber !== null && one.idNumber === other.idNumber) return 'same_id_number';
  // Two numbers are two people, whatever they are called.
  if (one.idNumber !== null && other.idNumber !== null) return undefined;
  const sameName = one.name === other.name && one.bornOn !== undefined && one.bornOn === other.bornOn;
  return sameName && one.areas.some((area) => other.areas.includes(area)) ? 'same_name_birth_area' : undefined;
}
