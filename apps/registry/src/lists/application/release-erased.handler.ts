import type { Actor } from '@doorstep/auth';
import type { ReleaseErased as ReleaseErasedBody } from '@doorstep/contracts';
import { ErasedReleasedV1 } from '@doorstep/contracts';
import { assert, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { Injectable } from '@nestjs/common';
import { ErasedPeople } from '../../people/application/erased-people.port.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { NotErasedError } from '../domain/list.errors.js';

/** Somebody who was forgotten wants to come back: from now on a list may register this person, as somebody new. */
@Injectable()
export class ReleaseErased {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly erased: ErasedPeople,
  ) {}

  execute(actor: Actor, { reference, idNumber, reason }: ReleaseErasedBody, at: Date, meta: EventMeta): Promise<void> {
    const releaseId = uuidv7(at.getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: releaseId }] }, async (tx) => {
      const name = reference === undefined ? idNumber && { idNumber } : { externalRef: reference };
      assert(name, 'the schema lets through one of the two');
      if (!(await this.erased.release(tx, name))) throw new NotErasedError();
      const by = reference === undefined ? ('id_number' as const) : ('reference' as const);
      const told = { releaseId, by, reason, releasedAt: at.toISOString() };
      await this.outbox.add(tx, meta, newEvent(ErasedReleasedV1, releaseId, told));
    });
  }
}
