import type { LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Sessions } from '../../sessions/application/sessions.port.js';
import { OfferPlace } from './offer-place.js';
import { waitingEvent } from './waiting-events.js';
import { Waitings } from './waitings.port.js';

/**
 * Nobody waits for, or is offered, a place of a session that its centre does not hold. Its row is locked once before: whoever was joining
 * or booking when the calendar came, and may not have seen it, has committed then, and the next ones see it.
 */
@Injectable()
export class EndLine {
  constructor(
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
    private readonly waitings: Waitings,
    private readonly offer: OfferPlace,
    private readonly outbox: Outbox,
  ) {}

  async execute(siteId: string, serviceDate: LocalDate, meta: EventMeta): Promise<void> {
    await this.transactions.run({ keys: [] }, (tx) => this.sessions.lock(tx, siteId, serviceDate));
    const open = await this.transactions.read((tx) => this.waitings.openOf(tx, siteId, serviceDate));
    for (const { id, personId } of open)
      await this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
        const ended = await this.offer.callOff(tx, id);
        if (ended) await this.outbox.add(tx, meta, waitingEvent(ended));
      });
  }
}
