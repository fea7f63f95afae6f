import type { LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate } from '@doorstep/kernel';
import type { Happening } from '../domain/happening.js';
import type { OriginRef } from '../domain/origin.js';
import { ENTITLEMENT_DAYS } from '../domain/entitlement.js';
import type { LoadScope } from './claim-store.port.js';

/** Days before a service date that a cap can reach: a whole month and the week that it began in. */
const CAP_DAYS = 37;

/** What a batch of happenings needs to know. */
export function scopeOfHappenings(happenings: readonly Happening[], now: Date): LoadScope {
  const scope = scopeOf(
    happenings.map((happening) => happening.ref),
    now,
  );
  // An attended day may push out a lunch, whose order then is decided again.
  const attended = happenings.filter((happening) => happening.kind === 'attended').map(({ ref }) => ref.serviceDate);
  return attended.length === 0 ? scope : { ...scope, originsSince: earliest(attended) };
}

/** What deciding about these orders and bookings needs to know. */
export function scopeOf(refs: readonly OriginRef[], now: Date): LoadScope {
  const dates = refs.map((ref) => ref.serviceDate);
  return {
    personIds: [...new Set(refs.map((ref) => ref.personId))],
    originIds: [...new Set(refs.map((ref) => ref.originId))],
    claimsSince: claimsSince(dates, now),
  };
}

/** Entitlement states always list their whole span, whatever the batch is about. */
export function claimsSince(dates: readonly LocalDate[], now: Date): LocalDate {
  const forEntitlement = addDays(shanghaiDate(now), -ENTITLEMENT_DAYS);
  return earliest([forEntitlement, ...dates.map((date) => addDays(date, -CAP_DAYS))]);
}

export function earliest(dates: readonly LocalDate[]): LocalDate {
  return dates.reduce((least, date) => (date < least ? date : least));
}
