import type { EventData } from '@doorstep/contracts';
import type { MealOrderCancelledV1 } from '@doorstep/contracts';
import { MealOrderNoShowV1, MealOrderPlacedV1, MealOrderReturnedV1, MealOrderServedV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
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
  if (placed) return { ...about, kind: 'asked', asked: askedMeal(placed) };
  if (dataOf(event, MealOrderServedV1)) return { ...about, kind: 'served' };
  if (dataOf(event, MealOrderReturnedV1)) return { ...about, kind: 'returned' };
  return { ...about, kind: 'called_off', why: dataOf(event, MealOrderNoShowV1) ? 'no_show' : 'cancelled' };
}

function askedMeal(data: EventData<typeof MealOrderPlacedV1>): AskedMeal {
  const { claimPriceFen, menu, channel, deliveryFeeFen } = data;
  return { kind: 'meal', priceFen: claimPriceFen, menu, channel, deliveryFeeFen };
}
