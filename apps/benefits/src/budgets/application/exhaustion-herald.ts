import { BudgetExhaustedV1, BudgetLowV1 } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK, LOGGER, type Logger } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { RepeatedWork } from '../../platform/repeated-work.js';
import { BudgetStore } from './budget-store.port.js';

const SYSTEM = { actor: 'client:benefits', correlationId: 'budget-watch' };
const EVERY_MS = 1_000;

/**
 * Tells once that a budget ran short, and once for each alert level that it reaches. A batch of claims holds the lanes of persons and may not publish under a budget's key, so it only
 * notes the fact on the row; this publishes it in a transaction with the right lane.
 */
@Injectable()
export class ExhaustionHerald implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;
  private marked: LocalDate | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly store: BudgetStore,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.work = new RepeatedWork(
      () => this.tellAll(),
      EVERY_MS,
      (err) => logger.warn({ err }, 'exhausted budgets were not told'),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  async tellAll(): Promise<void> {
    await this.markDay();
    const low = await this.transactions.read((tx) => this.store.low(tx));
    await this.each(low, (budgetId) => this.tellLow(budgetId));
    const untold = await this.transactions.read((tx) => this.store.untold(tx));
    await this.each(untold, (budgetId) => this.tell(budgetId));
  }

  /** A budget that cannot be told of does not keep the others back; it is tried again in the next round. */
  private async each(budgetIds: readonly string[], tell: (budgetId: string) => Promise<void>): Promise<void> {
    for (const budgetId of budgetIds)
      await tell(budgetId).catch((err: unknown) => this.logger.warn({ err, budgetId }, 'a budget was not told of'));
  }

  /** Once a day; the first of several instances does it. */
  private async markDay(): Promise<void> {
    const today = shanghaiDate(this.clock.now());
    if (today === this.marked) return;
    await this.transactions.run({ keys: [] }, (tx) => this.store.mark(tx));
    this.marked = today;
  }

  private async tellLow(budgetId: string): Promise<void> {
    await this.transactions.run({ keys: [{ space: 'budget', key: budgetId }] }, async (tx) => {
      const low = await this.store.tellLow(tx, budgetId);
      if (!low) return;
      const { packId, area, year, availableFen, forecastOn } = low.state;
      const about = { budgetId, packId, area, year, availableFen, forecastOn, levelPercent: low.levelPercent };
      await this.outbox.add(
        tx,
        SYSTEM,
        newEvent(BudgetLowV1, budgetId, { ...about, at: this.clock.now().toISOString() }),
      );
    });
  }

  private async tell(budgetId: string): Promise<void> {
    await this.transactions.run({ keys: [{ space: 'budget', key: budgetId }] }, async (tx) => {
      const short = await this.store.tell(tx, budgetId, this.clock.now());
      if (!short) return;
      const { exhaustedAt, ...data } = short;
      await this.outbox.add(
        tx,
        SYSTEM,
        newEvent(BudgetExhaustedV1, budgetId, { ...data, at: exhaustedAt.toISOString() }),
      );
    });
  }
}
