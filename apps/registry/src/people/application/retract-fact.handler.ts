import type { Actor } from '@doorstep/auth';
import type { FactView, RetractFact as RetractFactBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FactNotFoundError } from '../domain/person-fact.errors.js';
import { factRetracted } from './fact-events.js';
import type { FactTarget } from './fact-journal.js';
import { FactJournal } from './fact-journal.js';
import { FactRepository } from './fact.repository.port.js';
import { factViewOf } from './fact-view.js';

export interface RetractFactRequest {
  readonly actor: Actor;
  readonly target: FactTarget;
  readonly body: RetractFactBody;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class RetractFact {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly journal: FactJournal,
    private readonly facts: FactRepository,
  ) {}

  /** The fact stays as it was recorded; that it is no longer believed is a record of its own. */
  execute({ actor, target, body, meta, request }: RetractFactRequest): Promise<FactView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: target.personId }] }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (!replay) {
        const retraction = await this.journal.retraction(tx, actor, target, body);
        await this.facts.retract(tx, retraction);
        await this.outbox.add(tx, meta, factRetracted(retraction));
        await this.idempotency.remember(tx, request, { status: 201, resourceId: target.factId });
      }
      return this.present(tx, target);
    });
  }

  private async present(tx: Tx, { personId, factId }: FactTarget): Promise<FactView> {
    const found = await this.facts.find(tx, personId, factId);
    if (!found) throw new FactNotFoundError();
    return factViewOf(found);
  }
}
