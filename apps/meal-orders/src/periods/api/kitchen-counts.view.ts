import type { KitchenCounts, KitchenQuery } from '@doorstep/contracts';
import type { KitchenCount } from '../application/kitchen-counts.port.js';

type DishView = KitchenCounts['dishes'][number];

const none = () => ({ ordered: 0, served: 0, noShow: 0, toCook: 0 });

/** Folds rows of (dish, channel) into one line per dish. */
export function kitchenView(query: KitchenQuery, orders: number, counts: readonly KitchenCount[]): KitchenCounts {
  const dishes = new Map<string, DishView>();
  for (const { dishId, name, soldOut, channel, ...portions } of counts) {
    const dish = dishes.get(dishId) ?? emptyDish(dishId, name, soldOut);
    dishes.set(dishId, dish);
    if (channel === null) continue;
    for (const part of ['ordered', 'served', 'noShow', 'toCook'] as const) {
      dish[part] += portions[part];
      dish.byChannel[channel][part] += portions[part];
    }
  }
  return { ...query, orders, dishes: [...dishes.values()] };
}

function emptyDish(dishId: string, name: string, soldOut: boolean): DishView {
  return { dishId, name, soldOut, ...none(), byChannel: { dine_in: none(), takeaway: none(), delivery: none() } };
}
