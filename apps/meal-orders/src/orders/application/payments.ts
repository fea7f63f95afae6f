import type { GiveRefund, TakeTender } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { OpenShifts } from '../../shifts/application/open-shifts.port.js';
import type { MealOrder } from '../domain/meal-order.js';
import { refundEvent, tenderEvent } from './meal-order.events.js';
import { MealOrders } from './meal-orders.port.js';

export type PaymentTerms = Omit<TakeTender, 'amountFen'> & { readonly amountFen?: number | undefined };

export interface BookedPayment {
  readonly id: string;
  readonly event: NewEvent;
}

/** Writes down what diners paid and got back, and to which shift of which till it belongs. */
@Injectable()
export class Payments {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly orders: MealOrders,
    private readonly shifts: OpenShifts,
  ) {}

  /** Holds the till's shift open. Before any row lock. */
  async lockTill(tx: Tx, siteId: string, tillId: string | undefined): Promise<void> {
    if (tillId !== undefined) await this.shifts.at(tx, [{ siteId, tillId }]);
  }

  async take(tx: Tx, order: MealOrder, terms: PaymentTerms, recordedBy: string): Promise<BookedPayment> {
    const amountFen = order.tender(terms);
    const tender = { ...(await this.row(tx, order, terms, recordedBy)), amountFen };
    await this.orders.insertTender(tx, tender);
    return { id: tender.id, event: tenderEvent(order.data, tender) };
  }

  async giveBack(tx: Tx, order: MealOrder, terms: GiveRefund, recordedBy: string): Promise<BookedPayment> {
    order.refund(terms);
    const { amountFen, reason } = terms;
    const refund = { ...(await this.row(tx, order, terms, recordedBy)), amountFen, reason };
    await this.orders.insertRefund(tx, refund);
    return { id: refund.id, event: refundEvent(order.data, refund) };
  }

  private async row(tx: Tx, { data }: MealOrder, { means, reference, tillId }: PaymentTerms, recordedBy: string) {
    const now = this.clock.now();
    const till = tillId === undefined ? [] : [{ siteId: data.siteId, tillId }];
    const shifts = await this.shifts.at(tx, till);
    return {
      id: uuidv7(now.getTime()),
      orderId: data.id,
      means,
      reference: reference ?? null,
      tillId: tillId ?? null,
      shiftId: tillId === undefined ? null : (shifts.get(`${data.siteId}/${tillId}`) ?? null),
      recordedBy,
      recordedAt: now,
    };
  }
}
