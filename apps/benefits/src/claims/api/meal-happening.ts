import type { EventData } from '@doorstep/contracts';
import type { MealOrderCancelledV1 } from '@doorstep/contracts';
import { MealOrderNoShowV1, MealOrderPlacedV1, MealOrderReturnedV1, MealOrderServedV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate, shanghaiTime } from '@doorstep/kernel';
import type { ReceivedEvent } from '@doorstep/messaging';
import { metaFrom } from '@doorstep/messaging';
import type { Happening } from '../domain/happening.js';
import type { AskedMeal } from '../domain/origin.js';
import { dataOf, refuseForeignKey } from './event-checks.js';

export type MealOrderEvent =
  | typeof MealOrderPlacedV1
  | typeof MealOrderServedV1
  | typeof MealOrderCancelledV1
  | typeof MealOrderNoShowV1
  | typeof MealOrderReturnedV1;

/** What an order's event means for claims; undefined for guests, who claim nothing. */
export function mealHappening(event: ReceivedEvent<MealOrderEvent>): Happening | undefined {
  const { orderId, personId, siteId, serviceDate, mealPeriod } = event.data;
  if (personId === null) return undefined;
  refuseForeignKey(event, personId);
  const about = {
    ref: { originId: orderId, personId, siteId, serviceDate: serviceDate as LocalDate, mealPeriod },
    cause: metaFrom(event),
    overdue: event.overdue,
  };
  const placed = dataOf(event, MealOrderPlacedV1);
  if (placed) return { ...about, kind: 'asked', asked: askedMeal(placed, shanghaiDate(new Date(event.time))) };
  const served = dataOf(event, MealOrderServedV1);
  if (served) {
    const { receiptSelfPayFen } = served;
    return { ...about, kind: 'served', ...(receiptSelfPayFen !== undefined && { receiptFen: receiptSelfPayFen }) };
  }
  if (dataOf(event, MealOrderReturnedV1)) return { ...about, kind: 'returned' };
  return { ...about, kind: 'called_off', why: dataOf(event, MealOrderNoShowV1) ? 'no_show' : 'cancelled' };
}

function askedMeal(data: EventData<typeof MealOrderPlacedV1>, heardOn: LocalDate): AskedMeal {
  const { claimPriceFen, grossFen, menu, channel, deliveryFeeFen, serviceDate } = data;
  const extraFen = grossFen - claimPriceFen;
  const taken = new Date(data.takenAt);
  return {
    kind: 'meal',
    priceFen: claimPriceFen,
    menu,
    channel,
    deliveryFeeFen,
    ...(extraFen > 0 && { extraFen }),
    // An order ahead says nothing about the time of the meal.
    ...(shanghaiDate(taken) === serviceDate && { at: shanghaiTime(taken) }),
    ...(heardOn > serviceDate && { uploadedOn: heardOn }),
  };
}
