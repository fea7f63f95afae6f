import type { Actor } from '@doorstep/auth';
import { AreaReach, maySeePerson, maySeeSite } from '@doorstep/auth';
import type { OrderQuery } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import type { MealOrderData } from '../domain/meal-order.js';
import { readCursor, writeCursor } from '../../shared/cursor.js';
import { MealOrders } from './meal-orders.port.js';
import { OrderSiteNotFoundError, PersonNotFoundError } from './placement-rights.js';

export interface OrderPage {
  readonly items: readonly MealOrderData[];
  readonly next: string | null;
}

/** Newest first. Whoever names a site or person that is not theirs hears that there is none; without a name they see their own. */
@Injectable()
export class ListMealOrdersHandler {
  constructor(
    private readonly orders: MealOrders,
    private readonly areaReach: AreaReach,
  ) {}

  async execute(query: OrderQuery, caller: Actor): Promise<OrderPage> {
    const actor = await this.areaReach.to(caller, query.personId);
    const { siteId, personId, serviceDate, mealPeriod, state, limit } = query;
    const family = actor.kind === 'family';
    const ofTheirs = personId !== undefined && maySeePerson(actor, personId);
    if (siteId !== undefined && !family && !ofTheirs && !maySeeSite(actor, siteId)) throw new OrderSiteNotFoundError();
    if (personId !== undefined && family && !ofTheirs) throw new PersonNotFoundError();
    const everything = actor.scope.all === true;
    const cursor = readCursor(query.cursor);
    const found = await this.orders.list({
      sites: everything ? undefined : (actor.scope.sites ?? []),
      persons: everything ? undefined : (actor.scope.persons ?? []),
      ...{ siteId, personId, serviceDate, mealPeriod, state },
      limit: limit + 1,
      before: cursor && { placedAt: cursor.at, id: cursor.id },
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last ? writeCursor({ at: last.placedAt.toISOString(), id: last.id }) : null;
    return { items, next };
  }
}
