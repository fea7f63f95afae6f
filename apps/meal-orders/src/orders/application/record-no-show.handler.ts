import { actorRef } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { momentOf } from './act-times.js';
import { noShowEvent } from './meal-order.events.js';
import type { ActAnswer, OrderCommand } from './order-acts.js';
import { OrderActs } from './order-acts.js';

/** Nobody came for this one meal; the end of a period says it of all that are still open. */
@Injectable()
export class RecordNoShowHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly acts: OrderActs,
  ) {}

  async execute(command: OrderCommand): Promise<ActAnswer> {
    return this.acts.run(command, (order) => {
      const at = momentOf(undefined, order.data.serviceDate, this.clock.now());
      order.miss(at, actorRef(command.actor));
      return { events: [noShowEvent(order.data, at, 'operator')] };
    });
  }
}
