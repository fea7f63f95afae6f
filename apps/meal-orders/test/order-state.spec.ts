import { describe, expect, it } from '@jest/globals';
import { MealOrder } from '../src/orders/domain/meal-order.js';
import { WrongOrderStateError } from '../src/orders/domain/meal-order.errors.js';
import type { OrderAct, OrderState } from '../src/orders/domain/order-state.js';
import { FIRST_STATE, isOpen, OPEN_STATES, ORDER_STATES, ORDER_TRANSITIONS } from '../src/orders/domain/order-state.js';
import { NOON, TEN, wangsLunch } from './mothers.js';

const acts = Object.entries(ORDER_TRANSITIONS) as [OrderAct, { from: readonly OrderState[]; to: OrderState }][];

const perform: Record<OrderAct, (order: MealOrder) => void> = {
  hand_over: (order) => order.handOver(NOON),
  deliver: (order) => order.deliver(NOON),
  serve_late: (order) => order.serveLate(TEN),
  fail_delivery: (order) => order.failDelivery('door_not_opened'),
  cancel: (order) => order.cancel(NOON, null, { by: 'staff:op-puya', via: 'till' }),
  miss: (order) => order.miss(NOON, 'staff:op-puya'),
  take_back: (order) => order.takeBack(NOON, 'spoilt', 'staff:op-puya'),
};

describe('the state graph of an order', () => {
  it('names known states only', () => {
    for (const [, { from, to }] of acts) for (const state of [...from, to]) expect(ORDER_STATES).toContain(state);
  });

  it('reaches every state from the first one', () => {
    const reached = new Set<OrderState>([FIRST_STATE]);
    for (let before = 0; before !== reached.size;) {
      before = reached.size;
      for (const [, { from, to }] of acts) if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...ORDER_STATES].sort());
  });

  it('lets every open order come to an end', () => {
    for (const state of OPEN_STATES) {
      expect(isOpen(state)).toBe(true);
      expect(acts.some(([, { from, to }]) => from.includes(state) && !isOpen(to))).toBe(true);
    }
  });

  it.each(acts)('allows %s exactly where the graph says so', (act, { from, to }) => {
    for (const state of ORDER_STATES) {
      const order = new MealOrder(wangsLunch({ state }));
      if (from.includes(state)) {
        perform[act](order);
        expect(order.data.state).toBe(to);
      } else {
        expect(() => perform[act](order)).toThrow(WrongOrderStateError);
        expect(order.data.state).toBe(state);
      }
    }
  });
});
