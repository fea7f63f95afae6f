import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { OrderedMeal, Visit } from './visits.port.js';
import { Visits } from './visits.port.js';

/**
 * Whoever books at a site is within the reach of its staff from then on. An order alone opens less: anybody who knows a person's id can
 * type one in, so it lets those who serve see whom the meal is for, on its day.
 */
@Injectable()
export class WhenSomebodyComes {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly visits: Visits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async booked(tx: Tx, visits: readonly Visit[]): Promise<void> {
    if (visits.length === 0) return;
    await this.transactions.enter(tx, 'system');
    await this.visits.record(tx, visits);
  }

  async ordered(tx: Tx, meals: readonly OrderedMeal[]): Promise<void> {
    if (meals.length === 0) return;
    await this.transactions.enter(tx, 'system');
    await this.visits.ordered(tx, meals, shanghaiDate(this.clock.now()));
  }

  async calledOff(tx: Tx, orderIds: readonly string[]): Promise<void> {
    await this.transactions.enter(tx, 'system');
    await this.visits.calledOff(tx, orderIds);
  }
}
