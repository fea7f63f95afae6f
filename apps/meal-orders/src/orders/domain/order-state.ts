/** The life of an order as data; `transition` is the only place that reads it. */
export const ORDER_STATES = ['placed', 'delivery_failed', 'served', 'cancelled', 'no_show', 'returned'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const FIRST_STATE: OrderState = 'placed';

export interface OrderTransition {
  readonly from: readonly OrderState[];
  readonly to: OrderState;
}

export const ORDER_TRANSITIONS = {
  /** Also for a delivery that somebody fetches after all. */
  hand_over: { from: ['placed', 'delivery_failed'], to: 'served' },
  deliver: { from: ['placed', 'delivery_failed'], to: 'served' },
  /** Told later: the meal had reached the diner before it was counted as missed. */
  serve_late: { from: ['no_show'], to: 'served' },
  fail_delivery: { from: ['placed', 'delivery_failed'], to: 'delivery_failed' },
  cancel: { from: ['placed', 'delivery_failed'], to: 'cancelled' },
  miss: { from: ['placed', 'delivery_failed'], to: 'no_show' },
  take_back: { from: ['served'], to: 'returned' },
} as const satisfies Record<string, OrderTransition>;
export type OrderAct = keyof typeof ORDER_TRANSITIONS;

/** Orders that still wait for the diner; the end of a period or a closing ends them. */
export const OPEN_STATES: readonly OrderState[] = ['placed', 'delivery_failed'];

/** States in which the diner owes the self-pay. */
export const PAYABLE_STATES: readonly OrderState[] = ['placed', 'delivery_failed', 'served'];

export function isOpen(state: OrderState): boolean {
  return OPEN_STATES.includes(state);
}
