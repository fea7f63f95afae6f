import type { MenuView } from '@doorstep/contracts';
import type { Menu } from '../domain/menu.js';
import { remainingOf } from '../domain/menu.js';

export function menuView(menu: Menu): MenuView {
  const { siteId, serviceDate, mealPeriod, version, publishedAt, closed } = menu;
  return {
    ...{ siteId, serviceDate, mealPeriod, version, closed },
    publishedAt: publishedAt?.toISOString() ?? null,
    dishes: menu.dishes.map(({ id, name, priceFen, quantityLimit, dietTags, standardSet, soldOut, taken }) => ({
      ...{ id, name, priceFen, quantityLimit, standardSet, soldOut },
      dietTags: [...dietTags],
      remaining: soldOut ? 0 : remainingOf({ quantityLimit, taken }),
    })),
  };
}
