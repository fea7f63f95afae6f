import type { DatedFact } from './person-fact.js';

/** The facts among `facts` that are true on a date. An ability level holds until the next one begins. */
export function holdingOn<F extends DatedFact>(facts: readonly F[], date: string): F[] {
  const begun = facts.filter((fact) => fact.validFrom <= date && !hasEnded(fact, date));
  const levels = begun.filter((fact) => fact.value.kind === 'ability_level');
  const latest = levels.reduce<F | undefined>(
    (last, fact) => (last && last.validFrom > fact.validFrom ? last : fact),
    undefined,
  );
  return begun.filter((fact) => fact.value.kind !== 'ability_level' || fact === latest);
}

/** Both end days belong to a stay; everything else is no longer true on `validTo`. */
function hasEnded({ value, validTo }: DatedFact, date: string): boolean {
  if (validTo === null) return false;
  return value.kind === 'stay' ? validTo < date : validTo <= date;
}
