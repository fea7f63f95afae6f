import type { EventData } from '@doorstep/contracts';
import {
  ClaimDeniedV1,
  ClaimExpiredV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  DayCareFeeDecidedV1,
  DifferencePostedV1,
  EntitlementUpdatedV1,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays, assert, shanghaiDate } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Allowance } from '../../entitlements/domain/allowance.js';
import { isOver } from '../../entitlements/domain/allowance.js';
import type { Claim } from '../domain/claim.js';
import type { ClaimChange } from '../domain/claim-change.js';
import { ENTITLEMENT_DAYS, entitledClaims } from '../domain/entitlement.js';
import type { PersonFile } from '../domain/person-file.js';
import { basisOnWire, decisionOnWire } from './decision-on-wire.js';

/** What is published about a batch: every change in order, then the new state of each touched person's entitlement. */
export function claimEvents(changes: readonly ClaimChange[], files: readonly PersonFile[], now: Date): NewEvent[] {
  const at = now.toISOString();
  const causes = new Map(changes.map(({ claim, cause }) => [claim.record.personId, cause]));
  const told = changes.flatMap((change) => eventOf(change, at) ?? []);
  const since = addDays(shanghaiDate(now), -ENTITLEMENT_DAYS);
  const states = files.flatMap((file) => {
    const known = file.memberIds.flatMap((member) => causes.get(member) ?? []);
    return file.memberIds.map((member) =>
      newEvent(EntitlementUpdatedV1, member, entitlement(file, member, since, now), causes.get(member) ?? known[0]),
    );
  });
  return [...told, ...states];
}

function eventOf(change: ClaimChange, at: string): NewEvent | undefined {
  const { claim, cause } = change;
  const key = claim.record.personId;
  if (change.kind === 'fee_decided') return newEvent(DayCareFeeDecidedV1, key, fee(change, at), cause);
  if (claim.record.kind === 'absence') return undefined; // only its fee concerns anybody
  switch (change.kind) {
    case 'held':
      return newEvent(ClaimHeldV1, key, decided(claim, at), cause);
    case 'denied':
      return newEvent(ClaimDeniedV1, key, decided(claim, at), cause);
    case 'settled':
      return newEvent(ClaimSettledV1, key, { ...money(change), settledAt: at }, cause);
    case 'released':
      return newEvent(ClaimReleasedV1, key, { ...ref(claim), cause: releaseCause(change), releasedAt: at }, cause);
    case 'expired':
      return newEvent(ClaimExpiredV1, key, { ...ref(claim), expiredAt: at }, cause);
    case 'reversed':
      return newEvent(ClaimReversedV1, key, reversed(change, at), cause);
    case 'difference':
    case 'difference_undone':
      return newEvent(DifferencePostedV1, key, difference(change, at), cause);
  }
}

// The return types of `ref` and `money` are inferred: Omit would lose the keys of an open schema.
function ref({ record }: Claim) {
  const { claimId, originId, kind, personId, siteId, serviceDate, mealPeriod } = record;
  const origin = { kind: kind === 'meal' ? ('meal_order' as const) : ('day_care' as const), id: originId };
  return { claimId, origin, personId, siteId, serviceDate, mealPeriod };
}

function decided(claim: Claim, at: string): EventData<typeof ClaimHeldV1> {
  const { record, evidence } = claim;
  assert(evidence, 'only a claim decided now is told as decided');
  const { claimId, origin, personId, siteId, serviceDate, mealPeriod } = ref(claim);
  const { correctsClaimId, bookYear } = record;
  const told = {
    claimId,
    origin,
    personId,
    siteId,
    serviceDate,
    mealPeriod,
    decision: decisionOnWire(record.terms, evidence),
    basis: basisOnWire(record, evidence),
    decidedAt: at,
    correctsClaimId,
  };
  return isOtherYear(record, bookYear) ? { ...told, bookYear } : told;
}

function money({ claim, transactionId }: ClaimChange) {
  const { subsidyFen, deliveryFen, operatorFen, shares } = claim.record.terms;
  assert(transactionId, 'money moves in a ledger transaction');
  return {
    ...ref(claim),
    subsidyFen,
    deliveryFen,
    operatorFen,
    shares: [...shares],
    ledgerTransactionId: transactionId,
  };
}

function reversed(change: ClaimChange, at: string): EventData<typeof ClaimReversedV1> {
  const { reversedInYear } = change.claim;
  const about = { ...money(change), cause: change.why ?? 'corrected', reversedAt: at };
  return { ...about, ...(reversedInYear !== null && { bookYear: reversedInYear }) };
}

function difference(change: ClaimChange, at: string): EventData<typeof DifferencePostedV1> {
  const { claim, difference: about, transactionId } = change;
  assert(about && transactionId, 'a difference is posted in a ledger transaction');
  const { fen, bearer, cause } = about;
  const undone = change.kind === 'difference_undone';
  const money = { differenceFen: fen, bearer, cause, undone, ledgerTransactionId: transactionId };
  return { ...ref(claim), ...money, postedAt: at, budgetId: about.budgetId, ...otherYear(claim.record, about.year) };
}

/** The year of the accounts goes without saying where it is that of the service date. */
function otherYear(record: Claim['record'], year: number | null): { bookYear?: number } {
  return year !== null && isOtherYear(record, year) ? { bookYear: year } : {};
}

function isOtherYear({ serviceDate }: Claim['record'], year: number): boolean {
  return year !== Number(serviceDate.slice(0, 4));
}

function releaseCause({ why }: ClaimChange): EventData<typeof ClaimReleasedV1>['cause'] {
  return why === 'no_show' || why === 'hospital' || why === 'cancelled' ? why : 'replaced';
}

function fee({ claim, asked }: ClaimChange, at: string): EventData<typeof DayCareFeeDecidedV1> {
  const { record, evidence } = claim;
  const { terms, originId, personId, siteId, serviceDate } = record;
  assert(evidence && asked?.kind === 'day_care', 'a fee is told when a day of care is decided');
  const { insurancePaidFen, otherPublicPaidFen } = asked;
  return {
    bookingId: originId,
    personId,
    siteId,
    serviceDate,
    kind: record.kind === 'absence' ? 'no_show' : 'stay',
    feeFen: terms.feeFen,
    insurancePaidFen,
    otherPublicPaidFen,
    subsidyFen: terms.outcome === 'deny' ? 0 : terms.subsidyFen,
    selfPayFen: terms.selfPayFen,
    packId: terms.packId,
    ruleVersion: terms.ruleVersion,
    steps: decisionOnWire(terms, evidence).steps,
    decidedAt: at,
    ...(record.kind === 'absence' && { basis: basisOnWire(record, evidence) }),
  };
}

/** As many as the event takes. */
const MOST_LOTS = 60;
const MOST_VOUCHERS = 6;

/** What a quote may still draw on. Spent lots say nothing to it; a month's spent voucher does, until the month is over. */
function newest(allowances: readonly Allowance[], most: number): Allowance[] {
  return [...allowances].sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0)).slice(-most);
}

/** Of several files each is told all that the person has: whoever quotes knows one of them. */
function entitlement(
  file: PersonFile,
  personId: string,
  since: LocalDate,
  now: Date,
): EventData<typeof EntitlementUpdatedV1> {
  const today = shanghaiDate(now);
  const lots = file.wallet.offered.filter(({ kind, leftFen }) => kind !== 'voucher' && leftFen > 0);
  const vouchers = file.wallet.offered.filter(
    (each) => each.kind === 'voucher' && (each.leftFen > 0 || !isOver(each, today)),
  );
  return {
    personId,
    version: file.countersOf(personId).entitlementVersion + 1,
    asOf: now.toISOString(),
    claims: entitledClaims(file, since).map(({ kind, claimId, serviceDate, mealPeriod, siteId, subsidyFen }) => ({
      kind: kind === 'meal' ? 'meal' : 'day_care',
      claimId,
      serviceDate,
      mealPeriod,
      siteId,
      subsidyFen,
    })),
    lots: newest(lots, MOST_LOTS).map(({ month, kind, leftFen, expiresOn, usableFrom }) => ({
      month,
      kind: kind === 'topup' ? ('topup' as const) : ('monthly' as const),
      leftFen,
      expiresOn,
      usableFrom,
    })),
    vouchers: newest(vouchers, MOST_VOUCHERS).map(({ month, leftFen }) => ({ month, leftFen: Math.max(0, leftFen) })),
  };
}
