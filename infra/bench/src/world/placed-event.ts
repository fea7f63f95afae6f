import { MealOrderPlacedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { NewEvent } from '@doorstep/messaging';
import { PACK, SITE } from './city-events.js';

/** A lunch that was ordered, as `meal-orders` tells it. */
export function placedEvent(personId: string, serviceDate: string): NewEvent {
  return newEvent(MealOrderPlacedV1, personId, {
    ...{ orderId: uuidv7(), personId, siteId: SITE, serviceDate, mealPeriod: 'lunch', channel: 'dine_in', menu: 'set' },
    lines: [{ dishId: uuidv7(), quantity: 1, unitPriceFen: 1000, standardSet: true }],
    ...{ grossFen: 1000, claimPriceFen: 1000, deliveryFeeFen: 0 },
    quote: {
      ...{ discountFen: 0, subsidyFen: 300, selfPayFen: 700, outcome: 'approve', reason: 'OK', packId: PACK },
      ruleVersion: '1',
      shares: [
        { funder: 'city', fen: 150 },
        { funder: 'district', fen: 150 },
      ],
    },
    takenAt: `${serviceDate}T03:30:00.000Z`,
    tillId: 'till-1',
    takenBy: 'operator',
    flags: [],
  });
}
