import { actorRef } from '@doorstep/auth';
import type { HandOver, TakeTender } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { NotADeliveryError } from '../domain/meal-order.errors.js';
import type { MealOrder, MealOrderData } from '../domain/meal-order.js';
import { checkAge, momentOf } from './act-times.js';
import { servedEvent } from './meal-order.events.js';
import type { ActAnswer, OrderCommand } from './order-acts.js';
import { OrderActs } from './order-acts.js';
import { Payments } from './payments.js';

export interface ServeMealOrder extends OrderCommand {
  readonly by: 'handover' | 'delivery';
  readonly body: NonNullable<HandOver>;
}

/** The meal reaches the diner: over the counter or at the door, with payment in the same call when there is some. */
@Injectable()
export class ServeMealOrderHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly acts: OrderActs,
    private readonly payments: Payments,
  ) {}

  async execute(command: ServeMealOrder): Promise<ActAnswer> {
    const { tender } = command.body;
    return this.acts.run(command, async (order, tx) => this.serve(command, order, tx), {
      ...(tender
        ? { locks: (tx: Tx, known: MealOrderData) => this.payments.lockTill(tx, known.siteId, tender.tillId) }
        : {}),
    });
  }

  private async serve({ body, by, actor }: ServeMealOrder, order: MealOrder, tx: Tx) {
    const { serviceDate, channel } = order.data;
    if (by === 'delivery' && channel !== 'delivery') throw new NotADeliveryError();
    const at = momentOf(body.at, serviceDate, this.clock.now());
    if (body.at !== undefined && order.data.state === 'no_show') {
      checkAge(at, this.clock.now());
      order.serveLate(at);
    } else if (by === 'delivery') order.deliver(at);
    else order.handOver(at);
    const served = servedEvent(order.data, at, by);
    if (!body.tender || !owes(order, body.tender)) return { events: [served] };
    const { event } = await this.payments.take(tx, order, body.tender, actorRef(actor));
    return { events: [event, served] };
  }
}

/** A meal that costs nothing, or is paid already, takes no payment; a stated amount is always checked. */
function owes(order: MealOrder, tender: Partial<TakeTender>): boolean {
  return tender.amountFen !== undefined || order.outstandingFen > 0;
}
