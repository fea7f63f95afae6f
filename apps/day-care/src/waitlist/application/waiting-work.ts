import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';

export interface WaitingRequest {
  readonly personId: string;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
  readonly status: number;
}

export interface WaitingChange {
  readonly id: string;
  readonly events: readonly NewEvent[];
}

/** One change of somebody who waits: the person's lane, then idempotency, effect and events in one commit. */
@Injectable()
export class WaitingWork {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
  ) {}

  /** Answers the id; a repeated request answers what the first one did, without doing it again. */
  run({ personId, request, meta, status }: WaitingRequest, work: (tx: Tx) => Promise<WaitingChange>): Promise<string> {
    return this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const before = await this.idempotency.replayOf(tx, request);
      if (before) return before.resourceId;
      const { id, events } = await work(tx);
      await this.outbox.add(tx, meta, ...events);
      await this.idempotency.remember(tx, request, { status, resourceId: id });
      return id;
    });
  }
}
