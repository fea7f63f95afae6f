import type { LocalDate } from '@doorstep/kernel';
import type { DatedFact, FactValue } from './person-fact.js';
import type { FactRefusal } from './person-fact.errors.js';
import { FactRefusedError } from './person-fact.errors.js';

type Rule = (fact: DatedFact, others: readonly DatedFact[], today: LocalDate) => FactRefusal | undefined;

/** More than anybody has in a life; keeps one person's work bounded. */
export const MAX_BELIEVED_FACTS = 500;

/** `others` are all other facts that are believed at the same time. Throws FactRefusedError with the first rule that is broken. */
export function checkFact(fact: DatedFact, others: readonly DatedFact[], today: LocalDate): void {
  if (others.length >= MAX_BELIEVED_FACTS)
    throw new FactRefusedError('PERSON_FACT.TOO_MANY', `at most ${MAX_BELIEVED_FACTS} facts of one person`);
  for (const rule of RULES) {
    const refusal = rule(fact, others, today);
    if (refusal) throw new FactRefusedError(refusal, MEANING[refusal]);
  }
}

const intervalOrder: Rule = ({ value, validFrom, validTo }) => {
  if (validTo === null) return undefined;
  // Admission and discharge may fall on one day; a status that ends on the day it begins was never true.
  const upsideDown = value.kind === 'stay' ? validTo < validFrom : validTo <= validFrom;
  return upsideDown ? 'PERSON_FACT.INTERVAL_UPSIDE_DOWN' : undefined;
};

const level: Rule = ({ value }) =>
  value.kind === 'ability_level' && !(Number.isInteger(value.level) && value.level >= 0 && value.level <= 4)
    ? 'PERSON_FACT.LEVEL_OUT_OF_RANGE'
    : undefined;

const notInFuture: Rule = ({ value, validFrom }, _others, today) => {
  if (value.kind === 'birth' && validFrom > today) return 'PERSON_FACT.BIRTH_IN_FUTURE';
  return value.kind === 'death' && validFrom > today ? 'PERSON_FACT.DEATH_IN_FUTURE' : undefined;
};

const lifeOrder: Rule = (fact, others) => {
  const born = startOf('birth', fact, others);
  const died = startOf('death', fact, others);
  if (born !== undefined && died !== undefined && died < born) return 'PERSON_FACT.DIED_BEFORE_BORN';
  return born !== undefined && fact.validFrom < born ? 'PERSON_FACT.BEFORE_BIRTH' : undefined;
};

const applicationOrder: Rule = ({ value }) => {
  if (value.kind !== 'application') return undefined;
  const { appliedOn, approvedOn, firstIssuedOn } = value;
  const early = [approvedOn, firstIssuedOn].some((date) => date !== undefined && date < appliedOn);
  return early ? 'PERSON_FACT.APPLICATION_ORDER' : undefined;
};

const oneAtATime: Rule = (fact, others) => {
  const clash = CLASHES[fact.value.kind];
  if (!clash) return undefined;
  const group = groupOf(fact.value);
  return others.some((other) => groupOf(other.value) === group && overlap(fact, other)) ? clash : undefined;
};

const RULES: readonly Rule[] = [intervalOrder, level, notInFuture, lifeOrder, applicationOrder, oneAtATime];

const CLASHES: Partial<Record<FactValue['kind'], FactRefusal>> = {
  hukou: 'PERSON_FACT.TWO_HUKOU',
  residence: 'PERSON_FACT.TWO_RESIDENCES',
  category: 'PERSON_FACT.CATEGORY_OVERLAP',
  stay: 'PERSON_FACT.STAY_OVERLAP',
};

const MEANING: Readonly<Record<FactRefusal, string>> = {
  'PERSON_FACT.DATE_IMPLAUSIBLE': 'no date between 1850 and 2199',
  'PERSON_FACT.VALID_FROM_REQUIRED': 'the date from which the fact holds is missing',
  'PERSON_FACT.INTERVAL_NOT_ALLOWED': 'the fact carries its own date',
  'PERSON_FACT.INTERVAL_UPSIDE_DOWN': 'the interval ends before it begins',
  'PERSON_FACT.LEVEL_OUT_OF_RANGE': 'ability levels go from 0 to 4',
  'PERSON_FACT.BIRTH_IN_FUTURE': 'nobody is born after today',
  'PERSON_FACT.DEATH_IN_FUTURE': 'a death is recorded once it has happened',
  'PERSON_FACT.DIED_BEFORE_BORN': 'the date of death lies before the date of birth',
  'PERSON_FACT.BEFORE_BIRTH': 'the fact begins before the date of birth',
  'PERSON_FACT.TWO_HUKOU': 'two household registrations at once',
  'PERSON_FACT.TWO_RESIDENCES': 'two places of living at once',
  'PERSON_FACT.CATEGORY_OVERLAP': 'the same category twice at once',
  'PERSON_FACT.STAY_OVERLAP': 'two stays of the same kind at once',
  'PERSON_FACT.APPLICATION_ORDER': 'approved or issued before it was applied for',
  'PERSON_FACT.AREA_UNKNOWN': 'no such area in this city',
  'PERSON_FACT.REPLACES_OTHER_KIND': 'a fact replaces one of the same kind',
  'PERSON_FACT.TOO_MANY': 'too many facts of one person',
};

function startOf(kind: 'birth' | 'death', fact: DatedFact, others: readonly DatedFact[]): LocalDate | undefined {
  return fact.value.kind === kind ? fact.validFrom : others.find((other) => other.value.kind === kind)?.validFrom;
}

/** Of facts of one group only one holds at a time. */
export function groupOf(value: FactValue): string {
  if (value.kind === 'category') return `category/${value.category}`;
  return value.kind === 'stay' ? `stay/${value.stay}` : value.kind;
}

/** Half-open on both sides: somebody discharged in the morning may be admitted again that day. */
function overlap(a: DatedFact, b: DatedFact): boolean {
  return (b.validTo === null || a.validFrom < b.validTo) && (a.validTo === null || b.validFrom < a.validTo);
}
