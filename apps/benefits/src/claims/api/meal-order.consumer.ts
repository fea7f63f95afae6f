import {
  MealOrderCancelledV1,
  MealOrderNoShowV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
} from '@doorstep/contracts';
import type { BatchContext, Later, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { DecideClaimsHandler } from '../application/decide-claims.handler.js';
import { decideAll } from './decide-all.js';
import type { MealOrderEvent } from './meal-happening.js';
import { mealHappening } from './meal-happening.js';

/** The life of an order. All kinds of events come in one array, so that a batch reads, decides and charges its budgets once. */
@EventConsumer()
export class MealOrderConsumer {
  constructor(private readonly decide: DecideClaimsHandler) {}

  @On(MealOrderPlacedV1, MealOrderServedV1, MealOrderCancelledV1, MealOrderNoShowV1, MealOrderReturnedV1)
  async changed(events: readonly ReceivedEvent<MealOrderEvent>[], { tx }: BatchContext): Promise<readonly Later[]> {
    return decideAll(this.decide, tx, events, mealHappening);
  }
}
