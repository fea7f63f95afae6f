import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ErasureView, RequestErasure as RequestErasureBody } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, LaneKey } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ErasureOpenError } from '../domain/erasure.errors.js';
import { PersonFiles } from './person-files.js';

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
    private readonly files: PersonFiles,
  ) {}

  execute({ actor, personId, body: { ground }, at, meta, request }: ErasureRequest): Promise<ErasureView> {
    const erasureId = uuidv7(at.getTime());
    const keys: LaneKey[] = [
      { space: 'person', key: personId },
      { space: 'access', key: erasureId },
    ];
    return this.transactions.run(actor, { keys }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.files.viewOf(tx, actor, await this.files.known(tx, replay.resourceId));
      await this.access.personFor(tx, personId);
      if (await this.files.isOpen(tx, actor, personId)) throw new ErasureOpenError();
      const undecided = { decision: null, decidedAt: null, decidedBy: null, evidenceUntil: null };
      const erasure = { erasureId, personId, ground, requestedAt: at, requestedBy: actorRef(actor), ...undecided };
      await this.outbox.add(tx, meta, await this.files.add(tx, erasure));
      await this.idempotency.remember(tx, request, { status: 201, resourceId: erasureId });
      return this.files.viewOf(tx, actor, erasure);
    });
  }
}
