import type { Clock } from '@doorstep/kernel';
import { CLOCK, ENV } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { MealOrdersEnv } from '../../meal-orders.env.js';
import { MealOrders } from './meal-orders.port.js';

const CHECK_EVERY_MS = 5_000;

export interface QuoteLimit {
  /** Largest subsidy that a quote may grant. */
  readonly maxSubsidyFen: number;
  /** No decision has come for so long that what quotes rest on is too old. */
  readonly stale: boolean;
}

/**
 * How far a till may trust its own quote. Without word from `benefits` the projections grow old; a day of it and the full price is
 * charged, so that a cut line cannot spend a budget unseen.
 */
@Injectable()
export class QuoteLimits {
  private checkedAt = -Infinity;
  private stale = false;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: MealOrdersEnv,
    private readonly orders: MealOrders,
  ) {}

  async now(tx: Tx): Promise<QuoteLimit> {
    if (performance.now() - this.checkedAt > CHECK_EVERY_MS) {
      this.checkedAt = performance.now();
      const before = new Date(this.clock.now().getTime() - this.env.QUOTE_MAX_AGE_MINUTES * 60_000);
      this.stale = await this.orders.awaitsDecisionSince(tx, before);
    }
    return { maxSubsidyFen: this.env.QUOTE_MAX_SUBSIDY_FEN, stale: this.stale };
  }
}
