import type { Actor } from '@doorstep/auth';
import { accountShownTo } from '@doorstep/auth';
import type { OrderView, RefundView, TenderView } from '@doorstep/contracts';
import { receiptCodeOf } from '@doorstep/contracts';
import type { PaymentRow, RefundRow } from '../application/meal-orders.port.js';
import type { Act, MealOrderData } from '../domain/meal-order.js';
import { MealOrder } from '../domain/meal-order.js';

/** `caller`: who did what is shown as accounts to staff only; everybody else sees the own. */
export function orderView(order: MealOrderData, caller: Actor): OrderView {
  const shown = ({ by, via }: Act): OrderView['placed'] => ({ by: accountShownTo(caller, by), via });
  const { id, personId, siteId, serviceDate, mealPeriod, channel, state, tillId, takenBy, endReason } = order;
  const { verdict, claimId, claimState } = order;
  return {
    ...{ id, personId, siteId, serviceDate, mealPeriod, channel, state, tillId, takenBy, endReason },
    lines: order.lines.map((line) => ({ ...line })),
    price: priceView(order),
    decision: { ...verdict, steps: verdict.steps.map((step) => ({ ...step })) },
    claim: claimId === null || claimState === null ? null : { id: claimId, state: claimState },
    payment: paymentView(order),
    flags: [...order.flags],
    placed: shown(order.placed),
    ended: order.ended && shown(order.ended),
    takenAt: order.takenAt.toISOString(),
    placedAt: order.placedAt.toISOString(),
    servedAt: order.servedAt?.toISOString() ?? null,
    endedAt: order.endedAt?.toISOString() ?? null,
    receipt: receiptOf(id),
  };
}

/** Under the address of the gateway; it works once the sale is logged, which is about a second later. */
function receiptOf(orderId: string): OrderView['receipt'] {
  const link = `/audit/receipts/${receiptCodeOf(orderId)}`;
  return { link, qr: `${link}/qr` };
}

function priceView({ price }: MealOrderData): OrderView['price'] {
  const { grossFen, deliveryFeeFen, discountFen, subsidyFen, deliverySubsidyFen, selfPayFen, differenceFen } = price;
  return {
    ...{ grossFen, deliveryFeeFen, discountFen, subsidyFen, deliverySubsidyFen, selfPayFen, differenceFen },
    shares: price.shares.map(({ funder, fen }) => ({ funder, fen })),
  };
}

function paymentView(order: MealOrderData): OrderView['payment'] {
  return { dueFen: new MealOrder(order).dueFen, paidFen: order.paidFen, refundedFen: order.refundedFen };
}

export function tenderView(order: MealOrderData, tender: PaymentRow): TenderView {
  const { id, orderId, means, amountFen, reference, tillId, shiftId, recordedAt } = tender;
  const recorded = { id, orderId, means, amountFen, reference, tillId, shiftId, recordedAt: recordedAt.toISOString() };
  return { ...recorded, payment: paymentView(order) };
}

export function refundView(order: MealOrderData, refund: RefundRow): RefundView {
  return { ...tenderView(order, refund), reason: refund.reason };
}
