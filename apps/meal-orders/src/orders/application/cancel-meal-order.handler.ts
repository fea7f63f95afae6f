import type { Actor } from '@doorstep/auth';
import { actChannelOf, actorRef } from '@doorstep/auth';
import type { CancelOrder } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { MenuLocks } from '../../menus/application/menu-locks.port.js';
import { Sites } from '../../projections/application/sites.port.js';
import { CutOffPassedError, OperatorOnlyError } from '../domain/meal-order.errors.js';
import type { MealOrderData } from '../domain/meal-order.js';
import { cutOffOf, shanghaiStamp } from '../../projections/domain/site-terms.js';
import { isOperatorAt } from './actor-at-site.js';
import type { CancelCause } from './meal-order.events.js';
import { cancelledEvent } from './meal-order.events.js';
import { MealOrders } from './meal-orders.port.js';
import type { ActAnswer, OrderCommand } from './order-acts.js';
import { OrderActs } from './order-acts.js';

export interface CancelMealOrder extends OrderCommand {
  readonly body: NonNullable<CancelOrder>;
}

/** Calls an open order off. Families and hotline agents can until the cut-off; then the food is being cooked. */
@Injectable()
export class CancelMealOrderHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly acts: OrderActs,
    private readonly orders: MealOrders,
    private readonly sites: Sites,
    private readonly locks: MenuLocks,
  ) {}

  async execute(command: CancelMealOrder): Promise<ActAnswer> {
    const { body, actor } = command;
    const options = {
      byAnyone: true,
      locks: (tx: Parameters<MenuLocks['share']>[0], known: MealOrderData) => this.locks.share(tx, [known]),
    };
    return this.acts.run(
      command,
      async (order, tx) => {
        const now = this.clock.now();
        const before = order.data;
        const via = actChannelOf(actor, body.via);
        order.cancel(now, body.reason ?? null, { by: actorRef(actor), via });
        await this.checkCutOff(actor, before, now);
        await this.orders.restock(tx, before);
        const [cause, reason] = [causeOf(actor, before.siteId, body), body.reason ?? null];
        return { events: [cancelledEvent(order.data, now, { cause, reason, via })] };
      },
      options,
    );
  }

  private async checkCutOff(actor: Actor, order: MealOrderData, now: Date): Promise<void> {
    if (isOperatorAt(actor, order.siteId)) return;
    const site = await this.sites.find(order.siteId);
    const cutOff = site && cutOffOf(site, order.serviceDate, order.mealPeriod);
    // A period that the site does not serve any more has no cut-off that could still be ahead.
    if (!cutOff || now.getTime() > cutOff.getTime())
      throw new CutOffPassedError(shanghaiStamp(cutOff ?? now), site?.phone ?? null);
  }
}

function causeOf(actor: Actor, siteId: string, { cause }: CancelMealOrder['body']): CancelCause {
  if (isOperatorAt(actor, siteId)) return cause ?? 'operator';
  if (cause !== undefined && cause !== 'customer') throw new OperatorOnlyError('cause');
  return 'customer';
}
