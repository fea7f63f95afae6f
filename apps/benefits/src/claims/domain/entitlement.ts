import type { LocalDate } from '@doorstep/kernel';
import type { CountedClaim } from './claim.js';
import type { PersonFile } from './person-file.js';

/**
 * Days back for which other services' quotes know a person's claims: a whole month and the week that it began in, as far as any cap
 * reaches, for a sale of up to three days ago. Every decision publishes them all, so that each day costs each decision.
 */
export const ENTITLEMENT_DAYS = 40;
/** As many as fit into one event (48 kB); a person eats at most three times a day. */
const MOST_CLAIMS = 200;

/** The claims that quotes of other services must count, oldest first. A day of care is one of them when it took the lunch. */
export function entitledClaims(file: PersonFile, since: LocalDate): CountedClaim[] {
  return file
    .counting()
    .filter((claim) => claim.slot !== null && claim.serviceDate >= since)
    .sort(byDate)
    .slice(-MOST_CLAIMS);
}

function byDate(a: CountedClaim, b: CountedClaim): number {
  if (a.serviceDate !== b.serviceDate) return a.serviceDate < b.serviceDate ? -1 : 1;
  return a.claimId < b.claimId ? -1 : 1;
}
