import { Injectable } from '@nestjs/common';
import { checkReference } from '../domain/meal-order.js';
import type { MealOrderData } from '../domain/meal-order.js';
import { MealOrderNotFoundError } from '../domain/meal-order.errors.js';
import { DecisionWaiters } from './decision-waiters.js';
import { MealOrders } from './meal-orders.port.js';
import type { PlaceMealOrder, PlacementOutcome } from './place-meal-order.command.js';
import { PlacementQueue } from './placement-queue.js';
import { checkRights } from './placement-rights.js';

/** POST /orders: refuses what can be refused without looking, places the rest, and waits for the decision if asked to. */
@Injectable()
export class PlaceMealOrderHandler {
  constructor(
    private readonly queue: PlacementQueue,
    private readonly orders: MealOrders,
    private readonly waiters: DecisionWaiters,
  ) {}

  async execute(command: PlaceMealOrder): Promise<MealOrderData> {
    checkRights(command.body, command.actor);
    if (command.body.tender) checkReference(command.body.tender);
    const order = await this.present(await this.queue.place(command));
    if (order.verdict.status === 'decided') return order;
    const decided = command.waitMs > 0 ? await this.waiters.decided(order.id, command.waitMs) : undefined;
    if (decided) return decided;
    if (!order.priceFinal) return this.orders.showPrice(order.id);
    return command.waitMs > 0 ? this.find(order.id) : order;
  }

  private async present(outcome: PlacementOutcome): Promise<MealOrderData> {
    if (outcome.kind === 'refused') throw outcome.error;
    return outcome.kind === 'placed' ? outcome.order : this.find(outcome.orderId);
  }

  private async find(id: string): Promise<MealOrderData> {
    const order = await this.orders.find(id);
    if (!order) throw new MealOrderNotFoundError();
    return order;
  }
}
