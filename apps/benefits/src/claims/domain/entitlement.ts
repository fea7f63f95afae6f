import type { LocalDate } from '@doorstep/kernel';
import type { Claim } from './claim.js';
import type { PersonFile } from './person-file.js';

/** Days back for which other services' quotes know a person's claims: two whole months for every cap. */
export const ENTITLEMENT_DAYS = 62;
/** As many as fit into one event (48 kB); a person eats at most three times a day. */
const MOST_CLAIMS = 200;

/** The claims that quotes of other services must count, oldest first. A day of care is one of them when it took the lunch. */
export function entitledClaims(file: PersonFile, since: LocalDate): Claim[] {
  return file
    .counting()
    .filter((claim) => claim.slot !== null && claim.record.serviceDate >= since)
    .sort(byDate)
    .slice(-MOST_CLAIMS);
}

function byDate(a: Claim, b: Claim): number {
  if (a.record.serviceDate !== b.record.serviceDate) return a.record.serviceDate < b.record.serviceDate ? -1 : 1;
  return a.record.claimId < b.record.claimId ? -1 : 1;
}
