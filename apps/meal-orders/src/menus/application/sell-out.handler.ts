import type { Actor } from '@doorstep/auth';
import type { SellOut } from '@doorstep/contracts';
import { DishRestoredV1, DishSoldOutV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { DishNotFoundError, MenuNotFoundError } from '../domain/menu.errors.js';
import type { Menu } from '../domain/menu.js';
import type { MenuKey } from './menu-locks.port.js';
import { MenuWrites } from './menu-writes.js';
import { Menus } from './menus.port.js';

export interface SellOutCommand {
  readonly key: MenuKey;
  readonly body: SellOut;
  readonly actor: Actor;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** Takes a dish off sale (沽清) or puts it back. Saying what is true already changes and publishes nothing. */
@Injectable()
export class SellOutHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly writes: MenuWrites,
    private readonly menus: Menus,
    private readonly outbox: Outbox,
    private readonly idempotency: Idempotency,
  ) {}

  async execute({ key, body, actor, request, meta }: SellOutCommand): Promise<Menu> {
    const { dishId, soldOut } = body;
    return this.writes.run(key, actor, async (tx, present) => {
      if (await this.idempotency.replayOf(tx, request)) return;
      if (!present) throw new MenuNotFoundError();
      const dish = present.dishes.find(({ id }) => id === dishId);
      if (!dish) throw new DishNotFoundError();
      if (dish.soldOut !== soldOut) {
        const { siteId, serviceDate, mealPeriod } = key;
        await this.menus.setSoldOut(tx, key, dishId, soldOut);
        const data = { siteId, serviceDate, mealPeriod, dishId, at: this.clock.now().toISOString() };
        await this.outbox.add(tx, meta, newEvent(soldOut ? DishSoldOutV1 : DishRestoredV1, siteId, data));
      }
      await this.idempotency.remember(tx, request, { status: 200, resourceId: dishId });
    });
  }
}
