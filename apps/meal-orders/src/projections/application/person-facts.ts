import type { PersonFactValue } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { PersonFacts } from '@doorstep/policy';

/** A believed fact as it lies in `person_projection`. */
export interface StoredFact {
  readonly factId: string;
  readonly fact: PersonFactValue;
  readonly validFrom: string;
  readonly validTo: string | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

/** The facts of one person in the words of the policy engine. Of several births or deaths the one learnt last counts. */
export function personFactsOf(stored: readonly StoredFact[]): PersonFacts {
  const facts: Mutable<PersonFacts> = {
    hukou: [],
    livesIn: [],
    categories: [],
    abilityLevel: [],
    stays: [],
    applications: [],
  };
  for (const one of stored) add(facts, one);
  return facts;
}

function add(facts: Mutable<PersonFacts>, { factId, fact, validFrom, validTo }: StoredFact): void {
  const from = validFrom as LocalDate;
  const interval = { factId, from, ...(validTo === null ? {} : { to: validTo as LocalDate }) };
  switch (fact.kind) {
    case 'birth':
      facts.bornOn = fact.bornOn as LocalDate;
      facts.birthFactId = factId;
      break;
    case 'death':
      facts.diedOn = fact.diedOn as LocalDate;
      facts.deathFactId = factId;
      break;
    case 'hukou':
      facts.hukou.push({ ...interval, ...placeOf(fact.place) });
      break;
    case 'residence':
      facts.livesIn.push({ ...interval, ...placeOf(fact.place) });
      break;
    case 'category':
      facts.categories.push({ ...interval, code: fact.category });
      break;
    case 'ability_level':
      facts.abilityLevel.push({ factId, level: fact.level, from });
      break;
    case 'stay':
      facts.stays.push({ ...interval, kind: fact.stay });
      break;
    case 'application':
      facts.applications.push({
        factId,
        for: fact.for,
        appliedOn: fact.appliedOn as LocalDate,
        ...(fact.approvedOn === undefined ? {} : { approvedOn: fact.approvedOn as LocalDate }),
        ...(fact.firstIssuedOn === undefined ? {} : { firstIssuedOn: fact.firstIssuedOn as LocalDate }),
        ...(fact.endsOn === undefined ? {} : { endsOn: fact.endsOn as LocalDate }),
      });
  }
}

type Place = Extract<PersonFactValue, { kind: 'hukou' }>['place'];

function placeOf({ province, city, district, town }: Place) {
  return { city, district, ...(province === undefined ? {} : { province }), ...(town === undefined ? {} : { town }) };
}
