import {
  BookingConfirmedV1,
  MealOrderCancelledV1,
  MealOrderNoShowV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
} from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { WhenSomebodyComes } from '../application/when-somebody-comes.handler.js';

type Ended = typeof MealOrderCancelledV1 | typeof MealOrderNoShowV1 | typeof MealOrderReturnedV1;

@EventConsumer()
export class VisitsConsumer {
  constructor(private readonly whenSomebodyComes: WhenSomebodyComes) {}

  @On(MealOrderPlacedV1)
  async ordered(events: readonly ReceivedEvent<typeof MealOrderPlacedV1>[], { tx }: BatchContext): Promise<void> {
    const meals = events.flatMap(({ data: { orderId, personId, siteId, serviceDate, mealPeriod } }) =>
      personId === null ? [] : [{ orderId, personId, siteId, on: serviceDate, mealPeriod }],
    );
    await this.whenSomebodyComes.ordered(tx, meals);
  }

  @On(MealOrderCancelledV1, MealOrderNoShowV1, MealOrderReturnedV1)
  async ended(events: readonly ReceivedEvent<Ended>[], { tx }: BatchContext): Promise<void> {
    await this.whenSomebodyComes.calledOff(
      tx,
      events.map(({ data }) => data.orderId),
    );
  }

  @On(BookingConfirmedV1)
  async booked(events: readonly ReceivedEvent<typeof BookingConfirmedV1>[], { tx }: BatchContext): Promise<void> {
    const visits = events.map(({ data: { personId, siteId, serviceDate } }) => ({ personId, siteId, on: serviceDate }));
    await this.whenSomebodyComes.booked(tx, visits);
  }
}
