import { actorRef } from '@doorstep/auth';
import type { ReturnOrder } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { returnedEvent } from './meal-order.events.js';
import type { ActAnswer, OrderCommand } from './order-acts.js';
import { OrderActs } from './order-acts.js';

/** A served meal is taken back. Its claim is reversed by `benefits`; what was paid is refunded by an act of its own. */
@Injectable()
export class ReturnMealOrderHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly acts: OrderActs,
  ) {}

  async execute(command: OrderCommand & { readonly body: ReturnOrder }): Promise<ActAnswer> {
    return this.acts.run(command, (order) => {
      const now = this.clock.now();
      order.takeBack(now, command.body.reason, actorRef(command.actor));
      return { events: [returnedEvent(order.data, now, command.body.reason)] };
    });
  }
}
