import { actorRef } from '@doorstep/auth';
import type { GiveRefund, TakeTender } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { MealOrder, MealOrderData } from '../domain/meal-order.js';
import type { PaymentRow, RefundRow } from './meal-orders.port.js';
import { MealOrders } from './meal-orders.port.js';
import type { OrderCommand } from './order-acts.js';
import { OrderActs } from './order-acts.js';
import type { BookedPayment } from './payments.js';
import { Payments } from './payments.js';

export type TakePayment = OrderCommand & { readonly body: TakeTender };
export type GivePaymentBack = OrderCommand & { readonly body: GiveRefund };

/** Tenders and refunds are records of money that moved outside: never more than due, never more back than paid. */
@Injectable()
export class RecordPaymentHandler {
  constructor(
    private readonly acts: OrderActs,
    private readonly orders: MealOrders,
    private readonly payments: Payments,
  ) {}

  async tender(command: TakePayment): Promise<{ order: MealOrderData; tender: PaymentRow }> {
    const act = (order: MealOrder, tx: Tx): Promise<BookedPayment> =>
      this.payments.take(tx, order, command.body, actorRef(command.actor));
    const { order, createdId } = await this.record(command, act);
    return { order, tender: (await this.orders.findTender(createdId)) as PaymentRow };
  }

  async refund(command: GivePaymentBack): Promise<{ order: MealOrderData; refund: RefundRow }> {
    const act = (order: MealOrder, tx: Tx): Promise<BookedPayment> =>
      this.payments.giveBack(tx, order, command.body, actorRef(command.actor));
    const { order, createdId } = await this.record(command, act);
    return { order, refund: (await this.orders.findRefund(createdId)) as RefundRow };
  }

  private async record(
    command: TakePayment | GivePaymentBack,
    act: (order: MealOrder, tx: Tx) => Promise<BookedPayment>,
  ) {
    return this.acts.run(
      command,
      async (order, tx) => {
        const { id, event } = await act(order, tx);
        return { events: [event], createdId: id };
      },
      { status: 201, locks: (tx, known) => this.payments.lockTill(tx, known.siteId, command.body.tillId) },
    );
  }
}
