import { PARTITIONS, PeriodClosedV1, SiteClosedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { partitionOf } from '@doorstep/kernel';
import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { MenuLocks } from '../../menus/application/menu-locks.port.js';
import type { OrderRefData } from '../../orders/application/meal-order.events.js';
import { cancelledEvent, keyOf, noShowEvent } from '../../orders/application/meal-order.events.js';
import type { OrdersEnding, PeriodEnding } from '../domain/period-ending.js';
import { PeriodEndings } from './period-endings.port.js';

/** Orders that are looked for at once, and those of one transaction: its locks must not be felt at the counter. */
const READ_AHEAD = 2_000;
export const MAX_ORDERS_PER_TRANSACTION = 200;

/**
 * Ends all open orders of an ending: partition by partition of their persons, so that a transaction holds few lanes, in bounded steps,
 * one event per order. May stop anywhere and be run again, also by two at once: only open orders are ended, the last step is done once.
 */
@Injectable()
export class EndOrders {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly endings: PeriodEndings,
    private readonly locks: MenuLocks,
  ) {}

  async finish(ending: PeriodEnding): Promise<void> {
    await this.endAll(ending);
    await this.complete(ending);
  }

  async endAll(ending: OrdersEnding): Promise<void> {
    for (;;) {
      const open = await this.endings.openOrders(ending, READ_AHEAD);
      if (open.length === 0) return;
      for (const step of stepsOf(open)) await this.endSome(ending, step);
    }
  }

  private async endSome(ending: OrdersEnding, orders: readonly OrderRefData[]): Promise<void> {
    const keys = orders.map((order) => ({ space: 'person' as const, key: keyOf(order) }));
    await this.transactions.run({ keys }, async (tx) => {
      // While a menu is changed, what is taken of its dishes is counted anew.
      await this.locks.share(tx, orders);
      const at = this.clock.now();
      const ids = orders.map(({ id }) => id);
      const ended = await this.endings.endOrders(tx, ending, ids, at);
      await this.outbox.add(tx, metaOf(ending), ...ended.map((order) => eventOf(ending, order, at)));
    });
  }

  private async complete(ending: PeriodEnding): Promise<void> {
    await this.transactions.run({ keys: [{ space: 'site', key: ending.siteId }] }, async (tx) => {
      const done = await this.endings.complete(tx, ending.id, this.clock.now());
      if (done) await this.outbox.add(tx, metaOf(done), endedEvent(done));
    });
  }
}

function stepsOf(orders: readonly OrderRefData[]): OrderRefData[][] {
  const partition = (order: OrderRefData): number => partitionOf(keyOf(order), PARTITIONS.person);
  const sorted = [...orders].sort((a, b) => partition(a) - partition(b));
  const steps: OrderRefData[][] = [];
  for (const order of sorted) {
    const last = steps.at(-1);
    const fits =
      last && last.length < MAX_ORDERS_PER_TRANSACTION && partition(last[0] as OrderRefData) === partition(order);
    if (fits) last.push(order);
    else steps.push([order]);
  }
  return steps;
}

function metaOf({ requestedBy, correlationId }: OrdersEnding): EventMeta {
  return { actor: requestedBy, correlationId };
}

function eventOf({ kind, reason }: OrdersEnding, order: OrderRefData, at: Date): NewEvent {
  return kind === 'closure'
    ? cancelledEvent(order, at, { cause: 'site_closed', reason })
    : noShowEvent(order, at, 'period_closing');
}

function endedEvent(ending: PeriodEnding): NewEvent {
  const { id, siteId, serviceDate, mealPeriod, reason, served, endedOrders } = ending;
  const at = ending.endedAt.toISOString();
  if (ending.kind === 'closure')
    return newEvent(SiteClosedV1, siteId, {
      ...{ closureId: id, siteId, serviceDate, mealPeriod, at },
      reason: reason ?? 'unknown',
      cancelledOrders: endedOrders,
    });
  return newEvent(PeriodClosedV1, siteId, {
    ...{ siteId, serviceDate, served, at },
    mealPeriod: mealPeriod ?? 'lunch',
    noShows: endedOrders,
  });
}
