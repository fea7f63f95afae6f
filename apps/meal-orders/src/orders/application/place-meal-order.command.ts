import type { Actor } from '@doorstep/auth';
import type { PlaceOrder } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest } from '@doorstep/persistence';
import type { MealOrderData } from '../domain/meal-order.js';
import type { Wish } from '../domain/placement.js';
import type { LocalDate } from '@doorstep/kernel';
import { isOperatorAt } from './actor-at-site.js';

export interface PlaceMealOrder {
  readonly body: PlaceOrder;
  readonly actor: Actor;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
  /** How long the answer may be held for the decision. */
  readonly waitMs: number;
}

/** What became of one order of a batch. An order that was refused has changed nothing. */
export type PlacementOutcome =
  | { readonly kind: 'placed'; readonly order: MealOrderData }
  | { readonly kind: 'replayed'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly error: Error };

export function wishOf({ body, actor }: Pick<PlaceMealOrder, 'body' | 'actor'>): Wish {
  return {
    serviceDate: body.serviceDate as LocalDate,
    mealPeriod: body.mealPeriod,
    lines: body.lines,
    takenAt: body.takenAt === undefined ? undefined : new Date(body.takenAt),
    handedOver: body.handedOver,
    byOperator: isOperatorAt(actor, body.siteId),
  };
}
