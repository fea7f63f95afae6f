import type { Actor } from '@doorstep/auth';
import { actChannelOf, AreaReach } from '@doorstep/auth';
import type { AnswerOffer } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { assertMaySee } from '../../bookings/application/booking-access.js';
import { eventOf } from '../../bookings/application/booking-events.js';
import { WaitingNotFoundError } from '../domain/waiting.errors.js';
import { Line } from './line.js';
import { waitingEvent } from './waiting-events.js';
import type { WaitingChange } from './waiting-work.js';
import { WaitingWork } from './waiting-work.js';
import { Waitings } from './waitings.port.js';

export interface AnswerOfferCommand {
  readonly actor: Actor;
  readonly waitingId: string;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** Takes the place that is kept, or does not want it (any more). */
@Injectable()
export class AnswerOfferHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly waitings: Waitings,
    private readonly work: WaitingWork,
    private readonly line: Line,
    private readonly areaReach: AreaReach,
  ) {}

  accept(command: AnswerOfferCommand, { via: said }: AnswerOffer): Promise<string> {
    const { actor, waitingId } = command;
    return this.run(command, async (tx) => {
      const via = actChannelOf(actor, said);
      const { waiting, booking } = await this.line.accept(tx, actor, waitingId, via);
      return { id: waitingId, events: [waitingEvent(waiting, via), eventOf(booking, via)] };
    });
  }

  refuse(command: AnswerOfferCommand, { via: said }: AnswerOffer): Promise<string> {
    const { actor, waitingId } = command;
    return this.run(command, async (tx) => {
      const waiting = await this.line.refuse(tx, waitingId);
      return { id: waitingId, events: [waitingEvent(waiting, actChannelOf(actor, said))] };
    });
  }

  /** Read once before the transaction, since the lane is its person, and again under the lane. */
  private async run(
    { actor, waitingId, request, meta }: AnswerOfferCommand,
    work: (tx: Tx) => Promise<WaitingChange>,
  ): Promise<string> {
    const known = await this.transactions.read((tx) => this.waitings.find(tx, waitingId));
    if (!known) throw new WaitingNotFoundError();
    assertMaySee(await this.areaReach.to(actor, known.personId), known);
    return this.work.run({ personId: known.personId, request, meta, status: 200 }, work);
  }
}
