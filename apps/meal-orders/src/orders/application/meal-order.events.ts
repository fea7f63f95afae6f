import type { ActChannel } from '@doorstep/contracts';
import {
  MealOrderCancelledV1,
  MealOrderDeliveryFailedV1,
  MealOrderNoShowV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  RefundRecordedV1,
  TenderRecordedV1,
} from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { MealOrderData } from '../domain/meal-order.js';
import type { Period } from '../../projections/domain/site-terms.js';
import type { PaymentRow, RefundRow } from './meal-orders.port.js';

/** What every event of an order repeats. */
export interface OrderRefData {
  readonly id: string;
  readonly personId: string | null;
  readonly siteId: string;
  readonly serviceDate: string;
  readonly mealPeriod: Period;
}

/** Orders of guests are keyed by the order itself (ADR 0011). */
export function keyOf(order: { readonly id: string; readonly personId: string | null }): string {
  return order.personId ?? order.id;
}

const refOf = ({ id, personId, siteId, serviceDate, mealPeriod }: OrderRefData) => ({
  orderId: id,
  personId,
  siteId,
  serviceDate,
  mealPeriod,
});

export function placedEvent(order: MealOrderData): NewEvent {
  const { channel, menu, lines, price, verdict, flags, takenBy, placed, tillId, takenAt } = order;
  return newEvent(MealOrderPlacedV1, keyOf(order), {
    ...refOf(order),
    ...{ channel, menu, takenBy, tillId, flags: [...flags] },
    lines: lines.map(({ dishId, quantity, unitPriceFen, standardSet }) => ({
      ...{ dishId, quantity, unitPriceFen, standardSet },
    })),
    grossFen: price.grossFen,
    claimPriceFen: price.claimPriceFen,
    deliveryFeeFen: price.deliveryFeeFen,
    quote: {
      discountFen: price.discountFen,
      subsidyFen: price.subsidyFen,
      selfPayFen: price.selfPayFen,
      shares: price.shares.map(({ funder, fen }) => ({ funder, fen })),
      outcome: verdict.outcome,
      reason: verdict.reason,
      packId: verdict.packId,
      ruleVersion: verdict.ruleVersion,
    },
    takenAt: takenAt.toISOString(),
    ...(placed.via !== null && { via: placed.via }),
  });
}

export function servedEvent(order: MealOrderData, at: Date, by: 'handover' | 'delivery'): NewEvent {
  const receipt = { servedAt: at.toISOString(), by, receiptSelfPayFen: order.price.selfPayFen };
  return newEvent(MealOrderServedV1, keyOf(order), { ...refOf(order), ...receipt });
}

export function deliveryFailedEvent(order: MealOrderData, at: Date, reason: string): NewEvent {
  const data = { ...refOf(order), attemptedAt: at.toISOString(), reason };
  return newEvent(MealOrderDeliveryFailedV1, keyOf(order), data);
}

export type CancelCause = 'customer' | 'operator' | 'site_closed' | 'delivery_failed';

export interface Cancellation {
  readonly cause: CancelCause;
  readonly reason: string | null;
  /** Nobody acted for anybody when a whole day is called off. */
  readonly via?: ActChannel;
}

export function cancelledEvent(order: OrderRefData, at: Date, cancellation: Cancellation): NewEvent {
  const data = { ...refOf(order), cancelledAt: at.toISOString(), ...cancellation };
  return newEvent(MealOrderCancelledV1, keyOf(order), data);
}

export function noShowEvent(order: OrderRefData, at: Date, by: 'operator' | 'period_closing'): NewEvent {
  return newEvent(MealOrderNoShowV1, keyOf(order), { ...refOf(order), recordedAt: at.toISOString(), by });
}

export function returnedEvent(order: MealOrderData, at: Date, reason: string): NewEvent {
  const data = { ...refOf(order), returnedAt: at.toISOString(), reason };
  return newEvent(MealOrderReturnedV1, keyOf(order), data);
}

export function tenderEvent(order: OrderRefData, tender: PaymentRow): NewEvent {
  const { id, means, amountFen, tillId, shiftId, recordedAt } = tender;
  return newEvent(TenderRecordedV1, keyOf(order), {
    ...refOf(order),
    ...{ tenderId: id, means, amountFen, tillId, shiftId, recordedAt: recordedAt.toISOString() },
  });
}

export function refundEvent(order: OrderRefData, refund: RefundRow): NewEvent {
  const { id, means, amountFen, reason, tillId, shiftId, recordedAt } = refund;
  return newEvent(RefundRecordedV1, keyOf(order), {
    ...refOf(order),
    ...{ refundId: id, means, amountFen, reason, tillId, shiftId, recordedAt: recordedAt.toISOString() },
  });
}
