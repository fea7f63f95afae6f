import {
  BookingCancelledV1,
  EntitlementUpdatedV1,
  MealOrderCancelledV1,
  MealOrderDeliveryFailedV1,
  MealOrderPlacedV1,
  WaitingOfferedV1,
} from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PlanLapsing } from '../application/plan-lapsing.js';
import { PlanReminders } from '../application/plan-reminders.js';
import { TellPerson } from '../application/tell-person.js';

/** What happens elsewhere and concerns an elder. Each event is told once: its position and its id both say so. */
@EventConsumer()
export class HappeningsConsumer {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly tellPerson: TellPerson,
    private readonly planLapsing: PlanLapsing,
    private readonly reminders: PlanReminders,
  ) {}

  /** Meals that somebody may want again a week later. */
  @On(MealOrderPlacedV1)
  async ordered(events: readonly ReceivedEvent<typeof MealOrderPlacedV1>[], { tx }: BatchContext): Promise<void> {
    await this.transactions.enter(tx, 'system');
    await this.reminders.placed(
      tx,
      events.map(({ data }) => data),
    );
  }

  /** Who calls off the own meal knows it already. */
  @On(MealOrderCancelledV1)
  async orderCancelled(
    events: readonly ReceivedEvent<typeof MealOrderCancelledV1>[],
    { tx }: BatchContext,
  ): Promise<void> {
    await this.transactions.enter(tx, 'system');
    await this.reminders.calledOff(
      tx,
      events.map(({ data }) => data),
    );
    for (const { id, data } of events) {
      const { personId, orderId, siteId, serviceDate, mealPeriod, cause } = data;
      if (personId === null || cause === 'customer') continue;
      const about = { ref: orderId, siteId, date: serviceDate, mealPeriod, reason: cause };
      await this.tellPerson.tell(tx, { personId, kind: 'order_cancelled_by_site', onceKey: id, about });
    }
  }

  @On(MealOrderDeliveryFailedV1)
  async deliveryFailed(
    events: readonly ReceivedEvent<typeof MealOrderDeliveryFailedV1>[],
    { tx }: BatchContext,
  ): Promise<void> {
    await this.transactions.enter(tx, 'system');
    for (const { id, data } of events) {
      const { personId, orderId, siteId, serviceDate, mealPeriod, reason } = data;
      if (personId === null) continue;
      const about = { ref: orderId, siteId, date: serviceDate, mealPeriod, reason };
      await this.tellPerson.tell(tx, { personId, kind: 'delivery_failed', onceKey: id, about });
    }
  }

  @On(BookingCancelledV1)
  async bookingCancelled(
    events: readonly ReceivedEvent<typeof BookingCancelledV1>[],
    { tx }: BatchContext,
  ): Promise<void> {
    await this.transactions.enter(tx, 'system');
    for (const { id, data } of events) {
      const { personId, bookingId, siteId, serviceDate, cause } = data;
      if (cause !== 'centre') continue;
      const about = { ref: bookingId, siteId, date: serviceDate, reason: cause };
      await this.tellPerson.tell(tx, { personId, kind: 'booking_cancelled_by_centre', onceKey: id, about });
    }
  }

  @On(WaitingOfferedV1)
  async placeOffered(events: readonly ReceivedEvent<typeof WaitingOfferedV1>[], { tx }: BatchContext): Promise<void> {
    await this.transactions.enter(tx, 'system');
    for (const { id, data } of events) {
      const { personId, waitingId, siteId, serviceDate, until } = data;
      const about = { ref: waitingId, siteId, date: serviceDate, until };
      await this.tellPerson.tell(tx, { personId, kind: 'waitlist_offer', onceKey: id, about });
    }
  }

  /** A state topic: the last of a batch says what holds. */
  @On(EntitlementUpdatedV1)
  async entitlements(
    events: readonly ReceivedEvent<typeof EntitlementUpdatedV1>[],
    { tx }: BatchContext,
  ): Promise<void> {
    await this.transactions.enter(tx, 'system');
    const latest = new Map(events.map(({ data }) => [data.personId, data]));
    for (const data of latest.values()) await this.planLapsing.execute(tx, data);
  }
}
