import type { EventData } from '@doorstep/contracts';
import type { MealOrderCancelledV1 } from '@doorstep/contracts';
import { MealOrderNoShowV1, MealOrderPlacedV1, MealOrderReturnedV1, MealOrderServedV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate, shanghaiTime } from '@doorstep/kernel';
import type { ReceivedEvent } from '@doorstep/messaging';
import { metaFrom } from '@doorstep/messaging';
import type { Happening } from '../domain/happening.js';
import type { AskedMeal } from '../domain/origin.js';
import type { Writable } from '../domain/writable.js';
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
  const ref = { originId: orderId, personId, siteId, serviceDate: serviceDate as LocalDate, mealPeriod };
  const cause = metaFrom(event);
  const { overdue } = event;
  const placed = dataOf(event, MealOrderPlacedV1);
  if (placed) {
    const asked = askedMeal(placed, shanghaiDate(new Date(event.time)));
    return { ref, cause, overdue, kind: 'asked', asked };
  }
  const about = { ref, cause, overdue };
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
  const asked: Writable<AskedMeal> = { kind: 'meal', priceFen: claimPriceFen, menu, channel, deliveryFeeFen };
  if (extraFen > 0) asked.extraFen = extraFen;
  // An order ahead says nothing about the time of the meal.
  if (shanghaiDate(taken) === serviceDate) asked.at = shanghaiTime(taken);
  if (heardOn > serviceDate) asked.uploadedOn = heardOn;
  return asked;
}
