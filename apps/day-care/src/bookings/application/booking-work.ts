import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Booking } from '../domain/booking.js';
import { eventOf } from './booking-events.js';

export interface BookingRequest {
  readonly personId: string;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
  /** Of the answer to the first and to every repeated request. */
  readonly status: number;
}

/** One change of one booking: the person's lane, then idempotency, effect and event in one commit. */
@Injectable()
export class BookingWork {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Answers the booking's id; a repeated request answers what the first one did, without doing it again. `tell`: what others hear of the
   * change; a booking's state as it then is, unless something else is said.
   */
  run(
    { personId, request, meta, status }: BookingRequest,
    work: (tx: Tx) => Promise<Booking>,
    tell: (booking: Booking) => readonly NewEvent[] = (booking) => [eventOf(booking)],
  ): Promise<string> {
    return this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const before = await this.idempotency.replayOf(tx, request);
      if (before) return before.resourceId;
      const booking = await work(tx);
      await this.outbox.add(tx, meta, ...tell(booking));
      await this.idempotency.remember(tx, request, { status, resourceId: booking.id });
      return booking.id;
    });
  }
}
