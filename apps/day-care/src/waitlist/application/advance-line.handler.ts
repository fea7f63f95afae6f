import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { OfferPlace } from './offer-place.js';
import type { DueWaiting } from './waitings.port.js';
import { Waitings } from './waitings.port.js';
import { waitingEvent } from './waiting-events.js';

const AT_ONCE = 100;

/**
 * Moves the lines on: offers whose time is up go back, and the first in line of every session with a free place is offered it. Each person
 * in a transaction of its own, under the person's lane; safe on several machines.
 */
@Injectable()
export class AdvanceLine {
  constructor(
    private readonly transactions: Transactions,
    private readonly waitings: Waitings,
    private readonly offer: OfferPlace,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many were changed; there may be more to do when it is not 0. */
  async execute(): Promise<number> {
    const now = this.clock.now();
    const lapsed = await this.transactions.read((tx) => this.waitings.lapsed(tx, now, AT_ONCE));
    const ended = await this.each(lapsed, (tx, id) => this.offer.end(tx, id));
    const next = await this.transactions.read((tx) => this.waitings.nextInLine(tx, AT_ONCE));
    return ended + (await this.each(next, (tx, id) => this.offer.make(tx, id)));
  }

  private async each(due: readonly DueWaiting[], change: OfferChange): Promise<number> {
    let changed = 0;
    for (const { id, personId } of due) if (await this.change(id, personId, change)) changed += 1;
    return changed;
  }

  private change(id: string, personId: string, change: OfferChange): Promise<boolean> {
    const meta: EventMeta = { actor: 'client:day-care', correlationId: uuidv7(this.clock.now().getTime()) };
    return this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const waiting = await change(tx, id);
      if (waiting) await this.outbox.add(tx, meta, waitingEvent(waiting));
      return waiting !== undefined;
    });
  }
}

type OfferChange = (tx: Tx, id: string) => ReturnType<OfferPlace['make']>;
