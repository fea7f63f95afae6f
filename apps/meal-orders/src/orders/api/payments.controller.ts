import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { GiveRefund, OrderPath, RefundView, TakeTender, TenderView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { RecordPaymentHandler } from '../application/record-payment.handler.js';
import { refundView, tenderView } from './order.view.js';

@Controller('v1/orders/:id')
export class PaymentsController {
  constructor(private readonly payments: RecordPaymentHandler) {}

  @Post('tenders')
  @RequirePermission('meal-orders.tender.write')
  @Answer(TenderView, 201)
  async tender(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: TakeTender }) body: TakeTender,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<TenderView> {
    const { order, tender } = await this.payments.tender({ orderId, body, request, actor, meta });
    return tenderView(order, tender);
  }

  @Post('refunds')
  @RequirePermission('meal-orders.tender.write')
  @Answer(RefundView, 201)
  async refund(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: GiveRefund }) body: GiveRefund,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<RefundView> {
    const { order, refund } = await this.payments.refund({ orderId, body, request, actor, meta });
    return refundView(order, refund);
  }
}
