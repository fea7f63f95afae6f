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
    @Inject(LOGGER) logger: Logger,
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
    for (const budgetId of await this.transactions.read((tx) => this.store.low(tx))) await this.tellLow(budgetId);
    for (const budgetId of await this.transactions.read((tx) => this.store.untold(tx))) await this.tell(budgetId);
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
