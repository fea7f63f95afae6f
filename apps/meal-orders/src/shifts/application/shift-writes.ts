import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { MenuLocks } from '../../menus/application/menu-locks.port.js';

export interface ShiftWrite {
  readonly siteId: string;
  readonly tillId: string;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
  readonly status: number;
}

/** The way to every change of a shift: the site's lane, and the till alone, so that no payment comes in between. */
@Injectable()
export class ShiftWrites {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly locks: MenuLocks,
  ) {}

  /** Answers the shift's id, also for a repeated request. */
  async run(write: ShiftWrite, work: (tx: Tx) => Promise<{ id: string; event: NewEvent }>): Promise<string> {
    const { siteId, tillId, request, meta, status } = write;
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }] }, async (tx) => {
      const done = await this.idempotency.replayOf(tx, request);
      if (done) return done.resourceId;
      await this.locks.excludeTill(tx, siteId, tillId);
      const { id, event } = await work(tx);
      await this.outbox.add(tx, meta, event);
      await this.idempotency.remember(tx, request, { status, resourceId: id });
      return id;
    });
  }
}
