import type { EventData } from '@doorstep/contracts';
import {
  BookingCancelledV1,
  BookingConfirmedV1,
  BookingNoShowV1,
  MealOrderCancelledV1,
  MealOrderNoShowV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  StayCompletedV1,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate, shanghaiTime } from '@doorstep/kernel';
import type { AbsenceRequest, DayCareRequest, MealRequest } from '@doorstep/policy';
import { Insurance } from './insurance.js';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';
import type { LoggedFact } from './person-facts.js';

type WithoutSite<T> = Omit<T, 'site'>;
/** What an order or booking asked for; the site comes from the basis of each decision. */
export type Asked = WithoutSite<MealRequest> | WithoutSite<DayCareRequest> | WithoutSite<AbsenceRequest>;

interface Order {
  readonly asked: Asked;
  readonly siteId: string;
}

/** All that the log says about one person and that decisions may rest on. */
export class PersonLog {
  readonly facts = new Map<string, LoggedFact>();
  /** Facts that are no longer believed. */
  readonly retracted = new Set<string>();
  /** Orders and bookings that ask for nothing any more. */
  readonly calledOff = new Set<string>();
  /** Claims' events, in the order in which they were decided. */
  readonly claims: LoggedEvent[] = [];
  readonly insurance = new Insurance();
  private readonly orders = new Map<string, Order>();
  /** What became of a booking, by the event that says so. */
  private readonly endings = new Map<string, Order & { readonly bookingId: string }>();

  constructor(events: readonly LoggedEvent[]) {
    for (const event of events) {
      const insured = this.insurance.note(event);
      if (insured || this.learn(event) || this.order(event)) continue;
      this.claims.push(event);
      this.insurance.noteDecision(event);
    }
  }

  asked(originId: string): Order | undefined {
    return this.orders.get(originId);
  }

  /** A decision that this event caused was made about the stay (or the absence), and so are all later ones of that booking. */
  follow(originId: string, causationId: string | undefined): void {
    const ending = causationId === undefined ? undefined : this.endings.get(causationId);
    if (ending?.bookingId === originId) this.orders.set(originId, ending);
  }

  /** A decision about the stay took this amount as paid by insurance, and so does what is asked from now on. */
  insured(originId: string, insurancePaidFen: number): void {
    const order = this.orders.get(originId);
    if (order?.asked.kind === 'day_care')
      this.orders.set(originId, { ...order, asked: { ...order.asked, insurancePaidFen } });
  }

  /** Facts as the log has them at its end. */
  believed(): LoggedFact[] {
    return [...this.facts.values()].filter(({ factId }) => !this.retracted.has(factId));
  }

  private learn(event: LoggedEvent): boolean {
    const fact = dataOf(event, PersonFactRecordedV1);
    if (fact) {
      this.facts.set(fact.factId, fact);
      if (fact.replacesFactId !== undefined) this.retracted.add(fact.replacesFactId);
    }
    const retraction = dataOf(event, PersonFactRetractedV1);
    if (retraction) this.retracted.add(retraction.factId);
    return fact !== undefined || retraction !== undefined;
  }

  private order(event: LoggedEvent): boolean {
    const placed = dataOf(event, MealOrderPlacedV1);
    if (placed) this.orders.set(placed.orderId, { asked: mealOf(placed, event.time), siteId: placed.siteId });
    const booked = dataOf(event, BookingConfirmedV1);
    if (booked) this.orders.set(booked.bookingId, { asked: plannedOf(booked), siteId: booked.siteId });
    const off = calledOff(event);
    if (off !== undefined) this.calledOff.add(off);
    const served = dataOf(event, MealOrderServedV1);
    // Counted as missed, and told later that it was eaten: it asks for its money again.
    if (served) this.calledOff.delete(served.orderId);
    const ended = endingOf(event);
    if (ended) this.endings.set(event.id, ended);
    return [placed, booked, off, served, ended].some((each) => each !== undefined);
  }
}

function mealOf(placed: EventData<typeof MealOrderPlacedV1>, time: string): WithoutSite<MealRequest> {
  const { claimPriceFen, menu, channel, deliveryFeeFen, mealPeriod } = placed;
  const serviceDate = placed.serviceDate as LocalDate;
  const taken = new Date(placed.takenAt);
  const heardOn = shanghaiDate(new Date(time));
  return {
    kind: 'meal',
    serviceDate,
    mealPeriod,
    priceFen: claimPriceFen,
    menu,
    channel,
    deliveryFeeFen,
    // An order ahead says nothing about the time of the meal.
    ...(shanghaiDate(taken) === serviceDate && { at: shanghaiTime(taken) }),
    ...(heardOn > serviceDate && { uploadedOn: heardOn }),
  };
}

function plannedOf({ serviceDate, plannedMinutes }: EventData<typeof BookingConfirmedV1>): WithoutSite<DayCareRequest> {
  return {
    kind: 'day_care',
    serviceDate: serviceDate as LocalDate,
    minutes: plannedMinutes,
    insurancePaidFen: 0,
    otherPublicPaidFen: 0,
    withMeal: false,
  };
}

/** The order or booking that was cancelled, not fetched, or given back. */
function calledOff(event: LoggedEvent): string | undefined {
  const order =
    dataOf(event, MealOrderCancelledV1) ?? dataOf(event, MealOrderNoShowV1) ?? dataOf(event, MealOrderReturnedV1);
  return order?.orderId ?? dataOf(event, BookingCancelledV1)?.bookingId;
}

function endingOf(event: LoggedEvent): (Order & { readonly bookingId: string }) | undefined {
  const stay = dataOf(event, StayCompletedV1);
  if (stay) {
    const { bookingId, siteId, minutes, insurancePaidFen, otherPublicPaidFen, withLunch } = stay;
    const serviceDate = stay.serviceDate as LocalDate;
    const day = { kind: 'day_care' as const, serviceDate, minutes, insurancePaidFen, otherPublicPaidFen };
    return { bookingId, siteId, asked: { ...day, withMeal: withLunch } };
  }
  const absence = dataOf(event, BookingNoShowV1);
  if (!absence) return undefined;
  const { bookingId, siteId } = absence;
  return { bookingId, siteId, asked: { kind: 'no_show', serviceDate: absence.serviceDate as LocalDate } };
}
