import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { RequestUnsealing as RequestUnsealingBody, UnsealingView } from '@doorstep/contracts';
import { UnsealingRequestedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonRepository } from '../../people/application/person.repository.port.js';
import { PersonNotFoundError } from '../../people/domain/person.errors.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { UnsealingNotFoundError } from '../domain/unsealing.errors.js';
import { UnsealingRepository } from './unsealing.repository.port.js';
import { unsealingViewOf } from './unsealing-view.js';

export interface UnsealingRequest {
  readonly actor: Actor;
  readonly body: RequestUnsealingBody;
  readonly at: Date;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class RequestUnsealing {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly people: PersonRepository,
    private readonly unsealings: UnsealingRepository,
  ) {}

  execute({ actor, body, at, meta, request }: UnsealingRequest): Promise<UnsealingView> {
    const unsealingId = uuidv7(at.getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: unsealingId }] }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) {
        const known = await this.unsealings.find(tx, replay.resourceId);
        if (!known) throw new UnsealingNotFoundError();
        return unsealingViewOf(known);
      }
      const personIds = [...new Set(body.personIds)].sort();
      if ((await this.people.reached(tx, personIds)).length < personIds.length) throw new PersonNotFoundError();
      const asked = { unsealingId, personIds, reason: body.reason, reference: body.reference };
      const undecided = { decision: null, decidedAt: null, decidedBy: null, endsAt: null };
      const unsealing = { ...asked, requestedAt: at, requestedBy: actorRef(actor), ...undecided };
      await this.unsealings.add(tx, unsealing);
      await this.outbox.add(
        tx,
        meta,
        newEvent(UnsealingRequestedV1, unsealingId, { ...asked, requestedAt: at.toISOString() }),
      );
      await this.idempotency.remember(tx, request, { status: 201, resourceId: unsealingId });
      return unsealingViewOf(unsealing);
    });
  }
}
