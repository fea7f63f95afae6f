import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ErasureView, RequestErasure as RequestErasureBody } from '@doorstep/contracts';
import { ErasureRequestedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, LaneKey } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ErasureNotFoundError, ErasureOpenError } from '../domain/erasure.errors.js';
import { ErasureRepository } from './erasure.repository.port.js';
import { erasureViewOf } from './erasure-view.js';

export interface ErasureRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly body: RequestErasureBody;
  readonly at: Date;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class RequestErasure {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly access: PersonAccess,
    private readonly erasures: ErasureRepository,
  ) {}

  execute({ actor, personId, body: { ground }, at, meta, request }: ErasureRequest): Promise<ErasureView> {
    const erasureId = uuidv7(at.getTime());
    const keys: LaneKey[] = [
      { space: 'person', key: personId },
      { space: 'access', key: erasureId },
    ];
    return this.transactions.run(actor, { keys }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) {
        const known = await this.erasures.find(tx, replay.resourceId);
        if (!known) throw new ErasureNotFoundError();
        return erasureViewOf(known);
      }
      await this.access.personFor(tx, personId);
      if (await this.erasures.openOf(tx, personId)) throw new ErasureOpenError();
      const undecided = { decision: null, decidedAt: null, decidedBy: null, evidenceUntil: null };
      const erasure = { erasureId, personId, ground, requestedAt: at, requestedBy: actorRef(actor), ...undecided };
      await this.erasures.add(tx, erasure);
      const told = { erasureId, personId, ground, requestedAt: at.toISOString() };
      await this.outbox.add(tx, meta, newEvent(ErasureRequestedV1, erasureId, told));
      await this.idempotency.remember(tx, request, { status: 201, resourceId: erasureId });
      return erasureViewOf(erasure);
    });
  }
}
