import type { Actor } from '@doorstep/auth';
import type { EventData, PersonFactValue } from '@doorstep/contracts';
import {
  BookingConfirmedV1,
  BookingNoShowV1,
  MealOrderCancelledV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  PersonRegisteredV1,
  SiteRecordedV1,
  StayCompletedV1,
} from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { TestService } from '@doorstep/testing';
import { eventually } from '@doorstep/testing';
import { sites } from './world.mother.js';

export const SERVICE_DATE = '2026-09-15';
const AT = '2026-09-15T04:00:00.000Z';
export const HOME = { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' };

type Order = EventData<typeof MealOrderPlacedV1>;

/** The three canteens and the day-care centre of Shenbei. */
export function siteEvents(): NewEvent[] {
  return [...sites.values()].map(({ facts, mealPackId, dayCarePackId, version }) =>
    newEvent(SiteRecordedV1, facts.code, {
      siteId: facts.code,
      version,
      siteKind: mealPackId ? 'canteen' : 'day_care_centre',
      name: facts.code,
      phone: null,
      province: facts.province ?? null,
      city: facts.city,
      district: facts.district,
      town: facts.town,
      schedule: facts.schedule ?? null,
      standardMealPriceFen: null,
      deliveryFeeFen: 0,
      mealPackId,
      dayCarePackId,
      periods: [],
      places: 20,
      active: true,
    }),
  );
}

export function fact(personId: string, value: PersonFactValue, validFrom = '1998-01-01', factId = uuidv7()): NewEvent {
  const data = { personId, factId, fact: value, validFrom, validTo: null, recordedAt: AT };
  return newEvent(PersonFactRecordedV1, personId, data);
}

export function retraction(personId: string, factId: string): NewEvent {
  return newEvent(PersonFactRetractedV1, personId, { personId, factId, reason: 'mistake', recordedAt: AT });
}

/** An 85-year-old of Daoyi with ability level 2. */
export function elderEvents(personId: string): NewEvent[] {
  return [
    newEvent(PersonRegisteredV1, personId, { personId, recordedAt: AT }),
    fact(personId, { kind: 'birth', bornOn: '1941-03-12' }),
    fact(personId, { kind: 'hukou', place: HOME }),
    fact(personId, { kind: 'residence', place: HOME }),
    fact(personId, { kind: 'ability_level', level: 2 }),
  ];
}

export function order(personId: string | null, more: Partial<Order> = {}): Order {
  return {
    orderId: uuidv7(),
    personId,
    siteId: 'puya',
    serviceDate: SERVICE_DATE,
    mealPeriod: 'lunch',
    channel: 'dine_in',
    menu: 'set',
    lines: [{ dishId: uuidv7(), quantity: 1, unitPriceFen: 1000, standardSet: true }],
    grossFen: 1000,
    claimPriceFen: 1000,
    deliveryFeeFen: 0,
    quote: {
      discountFen: 0,
      subsidyFen: 300,
      selfPayFen: 700,
      shares: [],
      outcome: 'approve',
      reason: 'OK',
      packId: null,
      ruleVersion: null,
    },
    takenAt: AT,
    tillId: null,
    takenBy: 'operator',
    flags: [],
    ...more,
  };
}

const keyOf = (meal: Order): string => meal.personId ?? meal.orderId;
const refOf = ({ orderId, personId, siteId, serviceDate, mealPeriod }: Order) => ({
  orderId,
  personId,
  siteId,
  serviceDate,
  mealPeriod,
});

export const placed = (meal: Order): NewEvent => newEvent(MealOrderPlacedV1, keyOf(meal), meal);
export const served = (meal: Order): NewEvent =>
  newEvent(MealOrderServedV1, keyOf(meal), { ...refOf(meal), servedAt: AT, by: 'handover' });
export const cancelled = (meal: Order): NewEvent =>
  newEvent(MealOrderCancelledV1, keyOf(meal), { ...refOf(meal), cancelledAt: AT, cause: 'customer', reason: null });
export const returned = (meal: Order): NewEvent =>
  newEvent(MealOrderReturnedV1, keyOf(meal), { ...refOf(meal), returnedAt: AT, reason: 'cold' });

export interface Booking {
  readonly [key: string]: unknown;
  readonly bookingId: string;
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: string;
}

export const booking = (personId: string): Booking => ({
  bookingId: uuidv7(),
  personId,
  siteId: 'huishan-day-care',
  serviceDate: SERVICE_DATE,
});
export const confirmed = (day: Booking): NewEvent =>
  newEvent(BookingConfirmedV1, day.personId, {
    ...day,
    arrivesAt: '09:00',
    plannedMinutes: 420,
    withLunch: true,
    confirmedAt: AT,
    bookedBy: 'family',
  });
export const stayed = (day: Booking, withLunch = true): NewEvent =>
  newEvent(StayCompletedV1, day.personId, {
    ...day,
    checkedInAt: AT,
    checkedOutAt: AT,
    minutes: 480,
    withLunch,
    insurancePaidFen: 0,
    otherPublicPaidFen: 0,
  });
export const absent = (day: Booking): NewEvent =>
  newEvent(BookingNoShowV1, day.personId, { ...day, plannedMinutes: 420, recordedAt: AT });

export const FINANCE: Partial<Actor> = { subject: 'finance-1', roles: ['finance_maker'], scope: { all: true } };

export interface ListedClaim {
  readonly claimId: string;
  readonly state: string;
  readonly reason: string;
  readonly subsidyFen: number;
  readonly correctsClaimId: string | null;
}

/** Claims of a person as HTTP shows them, oldest first. */
export async function claimsOf(service: TestService, personId: string): Promise<ListedClaim[]> {
  const answer = await service.inject({ method: 'GET', url: `/v1/claims?personId=${personId}&limit=200` });
  return (answer.json() as { items: ListedClaim[] }).items.reverse();
}

/** Waits until the claims of a person read as expected: `settled OK 300`. */
export async function expectClaims(service: TestService, personId: string, expected: readonly string[]): Promise<void> {
  await eventually(async () => {
    const lines = (await claimsOf(service, personId)).map(
      (claim) => `${claim.state} ${claim.reason} ${claim.subsidyFen}`,
    );
    if (lines.join() !== expected.join()) throw new Error(`claims are ${lines.join(', ') || 'none'}`);
    return true;
  });
}
