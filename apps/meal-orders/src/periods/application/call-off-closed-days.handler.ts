import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { MenuLocks } from '../../menus/application/menu-locks.port.js';
import { MAX_DAYS_AHEAD } from '../../orders/domain/placement.js';
import type { CalendarChange } from '../../projections/application/site-calendars.port.js';
import { SiteCalendars } from '../../projections/application/site-calendars.port.js';
import { EndOrders } from './end-orders.js';

const SITES_AT_ONCE = 20;
const PERIODS = ['breakfast', 'lunch', 'dinner'] as const;

/**
 * Orders of days on which their site does not open any more are called off, in bounded steps, so that nobody stands before a locked
 * door. Further orders are refused from the moment at which the calendar is known here. Safe on several machines and to run again.
 */
@Injectable()
export class CallOffClosedDays {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly calendars: SiteCalendars,
    private readonly locks: MenuLocks,
    private readonly orders: EndOrders,
  ) {}

  /** Answers how many sites were looked through. */
  async execute(): Promise<number> {
    const changes = await this.calendars.changes(SITES_AT_ONCE);
    for (const change of changes) await this.callOff(change);
    return changes.length;
  }

  private async callOff(change: CalendarChange): Promise<void> {
    const { siteId, meta } = change;
    const closed = await this.calendars.closedDays(siteId, shanghaiDate(this.clock.now()), MAX_DAYS_AHEAD + 1);
    // Whoever was ordering when the calendar came may not have seen it: they commit before these locks are had, the next ones see it.
    await this.transactions.run({ keys: [] }, (tx) =>
      this.locks.exclude(
        tx,
        closed.flatMap(({ date }) => PERIODS.map((mealPeriod) => ({ siteId, serviceDate: date, mealPeriod }))),
      ),
    );
    for (const { date, reason } of closed)
      await this.orders.endAll({
        ...{ kind: 'closure', siteId, serviceDate: date, mealPeriod: null, reason },
        ...{ requestedBy: meta.actor, correlationId: meta.correlationId },
      });
    await this.transactions.run({ keys: [] }, (tx) => this.calendars.settle(tx, change));
  }
}
