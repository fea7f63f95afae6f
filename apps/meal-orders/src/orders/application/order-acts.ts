import type { Actor } from '@doorstep/auth';
import { AreaReach } from '@doorstep/auth';
import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { MealOrderNotFoundError, OperatorOnlyError } from '../domain/meal-order.errors.js';
import type { MealOrder, MealOrderData } from '../domain/meal-order.js';
import { maySeeOrder, worksAt } from './actor-at-site.js';
import { keyOf } from './meal-order.events.js';
import { MealOrders } from './meal-orders.port.js';

export interface OrderCommand {
  readonly orderId: string;
  readonly actor: Actor;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

export interface ActOptions {
  /** Whoever may see the order may do it; otherwise only those who work at its site. */
  readonly byAnyone?: boolean;
  readonly status?: number;
  /** Taken before the order's row is locked. */
  readonly locks?: (tx: Tx, order: MealOrderData) => Promise<void>;
}

/** What an act did: what to publish, and the id to answer a repeated request with (the order's own unless something was created). */
export interface ActResult {
  readonly events: readonly NewEvent[];
  readonly createdId?: string;
}

export interface ActAnswer {
  readonly order: MealOrderData;
  readonly createdId: string;
}

/** One act on one order: scope, lane, idempotency, row lock, change, events. The acts themselves say only what is special. */
@Injectable()
export class OrderActs {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly orders: MealOrders,
    private readonly areaReach: AreaReach,
  ) {}

  async run(
    command: OrderCommand,
    act: (order: MealOrder, tx: Tx) => Promise<ActResult> | ActResult,
    options: ActOptions = {},
  ): Promise<ActAnswer> {
    const { orderId, request, meta } = command;
    const known = await this.visible(orderId, command.actor);
    if (!options.byAnyone && !worksAt(command.actor, known.siteId)) throw new OperatorOnlyError('this');
    const createdId = await this.transactions.run({ keys: [{ space: 'person', key: keyOf(known) }] }, async (tx) => {
      const done = await this.idempotency.replayOf(tx, request);
      if (done) return done.resourceId;
      await options.locks?.(tx, known);
      const order = (await this.orders.lock(tx, [orderId])).get(orderId);
      if (!order) throw new MealOrderNotFoundError();
      const result = await act(order, tx);
      await this.orders.update(tx, [order]);
      await this.outbox.add(tx, meta, ...result.events);
      const resourceId = result.createdId ?? orderId;
      await this.idempotency.remember(tx, request, { status: options.status ?? 200, resourceId });
      return resourceId;
    });
    return { order: await this.visible(orderId, command.actor), createdId };
  }

  /** The order, if this actor may know of it. */
  async visible(orderId: string, actor: Actor): Promise<MealOrderData> {
    const order = await this.orders.find(orderId);
    if (!order || !maySeeOrder(await this.areaReach.to(actor, order.personId), order))
      throw new MealOrderNotFoundError();
    return order;
  }
}
