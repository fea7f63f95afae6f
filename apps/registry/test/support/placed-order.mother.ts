import { MealOrderPlacedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import { personId } from './city.mother.js';

interface PlacedFor {
  readonly orderId: string;
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: string;
  readonly mealPeriod: 'lunch';
  readonly takenBy: 'family' | 'operator';
}

/** One set for ten yuan, which nobody subsidises. */
export function placedOrder({ takenBy, ...order }: PlacedFor): NewEvent {
  const quote = { discountFen: 0, subsidyFen: 0, selfPayFen: 1000, shares: [], outcome: 'deny' as const };
  const undecided = { reason: 'NO_RULE_VERSION', packId: null, ruleVersion: null };
  return newEvent(MealOrderPlacedV1, order.personId, {
    ...{ ...order, channel: 'takeaway', menu: 'set', takenBy, tillId: null, flags: [] },
    lines: [{ dishId: personId(1), quantity: 1, unitPriceFen: 1000, standardSet: true }],
    ...{ grossFen: 1000, claimPriceFen: 1000, deliveryFeeFen: 0, quote: { ...quote, ...undecided } },
    takenAt: '2026-11-18T02:00:00Z',
  });
}
