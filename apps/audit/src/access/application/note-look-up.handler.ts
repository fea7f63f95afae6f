import type { LookUpKind } from '@doorstep/contracts';
import { LookedUpV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Question } from '../domain/look-up.js';
import { idsIn, questionHash } from '../domain/look-up.js';
import { LookUps } from './look-ups.port.js';

export interface Looking {
  readonly kind: LookUpKind;
  readonly question: Question;
  readonly purpose: string | null;
  readonly meta: EventMeta;
}

/**
 * Notes a look before anything of it is answered: when it cannot be noted, nothing is shown. Only requests of people come here, never
 * what arrives from topics, so that the event of a look leads to no other.
 */
@Injectable()
export class NoteLookUpHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly lookUps: LookUps,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ kind, question, purpose, meta }: Looking): Promise<void> {
    const at = this.clock.now();
    const lookUpId = uuidv7(at.getTime());
    const [ids, questionSha256] = [idsIn(question), questionHash(question)];
    await this.transactions.run({ keys: [{ space: 'access', key: lookUpId }] }, async (tx) => {
      await this.lookUps.add(tx, { lookUpId, kind, by: meta.actor, at, purpose, ids, question, questionSha256 });
      const data = { lookUpId, kind, questionSha256, ids, ...(purpose !== null && { purpose }), at: at.toISOString() };
      await this.outbox.add(tx, meta, newEvent(LookedUpV1, lookUpId, data));
    });
  }
}
