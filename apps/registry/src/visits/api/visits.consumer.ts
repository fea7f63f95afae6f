import { BookingConfirmedV1, MealOrderPlacedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { WhenSomebodyComes } from '../application/when-somebody-comes.handler.js';

@EventConsumer()
export class VisitsConsumer {
  constructor(private readonly whenSomebodyComes: WhenSomebodyComes) {}

  @On(MealOrderPlacedV1)
  async ordered(events: readonly ReceivedEvent<typeof MealOrderPlacedV1>[], { tx }: BatchContext): Promise<void> {
    const visits = events.flatMap(({ data: { personId, siteId, serviceDate } }) =>
      personId === null ? [] : [{ personId, siteId, on: serviceDate }],
    );
    await this.whenSomebodyComes.execute(tx, visits);
  }

  @On(BookingConfirmedV1)
  async booked(events: readonly ReceivedEvent<typeof BookingConfirmedV1>[], { tx }: BatchContext): Promise<void> {
    const visits = events.map(({ data: { personId, siteId, serviceDate } }) => ({ personId, siteId, on: serviceDate }));
    await this.whenSomebodyComes.execute(tx, visits);
  }
}
