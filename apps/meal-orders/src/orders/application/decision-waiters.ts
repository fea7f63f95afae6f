import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import type { MealOrderData } from '../domain/meal-order.js';
import { MealOrders } from './meal-orders.port.js';

const POLL_MS = 20;

/**
 * Holds answers until the decision is there (`Prefer: wait`). One query asks for all who wait on this instance, and none of them
 * holds a connection. When the decision is consumed by this very instance, `look` makes the next query come at once.
 */
@Injectable()
export class DecisionWaiters implements OnModuleDestroy {
  private readonly waiting = new Map<string, Set<(order: MealOrderData | undefined) => void>>();
  private timer: NodeJS.Timeout | undefined;
  private asking = false;
  private askAgain = false;

  constructor(private readonly orders: MealOrders) {}

  /** The decided order, or undefined when the time is up first. */
  async decided(orderId: string, ms: number): Promise<MealOrderData | undefined> {
    return new Promise((resolve) => {
      const others = this.waiting.get(orderId) ?? new Set();
      this.waiting.set(orderId, others);
      const end = setTimeout(() => finish(undefined), ms);
      const finish = (order: MealOrderData | undefined): void => {
        clearTimeout(end);
        others.delete(finish);
        if (others.size === 0) this.waiting.delete(orderId);
        resolve(order);
      };
      others.add(finish);
      this.schedule(POLL_MS);
    });
  }

  /** Something was decided just now. */
  look(): void {
    this.askAgain = this.asking;
    if (this.waiting.size > 0) this.schedule(0);
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
    for (const others of [...this.waiting.values()]) for (const finish of [...others]) finish(undefined);
  }

  private schedule(ms: number): void {
    if (this.asking || (this.timer && ms > 0)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), ms);
  }

  private async ask(): Promise<void> {
    this.timer = undefined;
    this.asking = true;
    try {
      for (const order of await this.orders.findDecided([...this.waiting.keys()]))
        for (const finish of [...(this.waiting.get(order.id) ?? [])]) finish(order);
    } catch {
      // The database is away for a moment; whoever waits gets the provisional answer when the time is up.
    } finally {
      this.asking = false;
      if (this.waiting.size > 0) this.schedule(this.askAgain ? 0 : POLL_MS);
      this.askAgain = false;
    }
  }
}
