import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { MenuLocks } from '../../menus/application/menu-locks.port.js';
import type { Period } from '../../projections/domain/site-terms.js';
import { AlreadyEndedError } from '../domain/period-ending.errors.js';
import type { PeriodEnding } from '../domain/period-ending.js';
import { checkEndingDate } from '../domain/period-ending.js';
import { PeriodEndings } from './period-endings.port.js';

/** The first transaction of an ending. When it has committed, every later order sees it and is refused. */
@Injectable()
export class StartEnding {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly locks: MenuLocks,
    private readonly endings: PeriodEndings,
  ) {}

  /** Answers the id of the ending, also of one that this request started before. */
  async run(ending: PeriodEnding, periods: readonly Period[], request: IdempotentRequest): Promise<string> {
    const { id, kind, siteId, serviceDate } = ending;
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }] }, async (tx) => {
      const done = await this.idempotency.replayOf(tx, request);
      if (done) return done.resourceId;
      // Only now: a day may be over when an answer that was lost is asked for again.
      checkEndingDate(ending);
      const menus = periods.map((mealPeriod) => ({ siteId, serviceDate, mealPeriod }));
      await this.locks.exclude(tx, menus);
      if (!(await this.endings.insert(tx, ending))) throw new AlreadyEndedError(kind);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: id });
      return id;
    });
  }
}
