import type { FailDelivery } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { NotADeliveryError } from '../domain/meal-order.errors.js';
import { momentOf } from './act-times.js';
import { deliveryFailedEvent } from './meal-order.events.js';
import type { ActAnswer, OrderCommand } from './order-acts.js';
import { OrderActs } from './order-acts.js';

/** Nobody opened. The order stays open: it may be brought again, fetched, or called off. */
@Injectable()
export class FailDeliveryHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly acts: OrderActs,
  ) {}

  async execute(command: OrderCommand & { readonly body: FailDelivery }): Promise<ActAnswer> {
    const { reason, at: told } = command.body;
    return this.acts.run(command, (order) => {
      if (order.data.channel !== 'delivery') throw new NotADeliveryError();
      const at = momentOf(told, order.data.serviceDate, this.clock.now());
      order.failDelivery(reason);
      return { events: [deliveryFailedEvent(order.data, at, reason)] };
    });
  }
}
