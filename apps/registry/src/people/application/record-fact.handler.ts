import type { Actor } from '@doorstep/auth';
import type { FactView, RecordFact as RecordFactBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FactNotFoundError } from '../domain/person-fact.errors.js';
import { factRecorded } from './fact-events.js';
import { FactJournal } from './fact-journal.js';
import { FactRepository } from './fact.repository.port.js';
import { factViewOf } from './fact-view.js';

export interface RecordFactRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly body: RecordFactBody;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class RecordFact {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly journal: FactJournal,
    private readonly facts: FactRepository,
  ) {}

  execute({ actor, personId, body, meta, request }: RecordFactRequest): Promise<FactView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.present(tx, personId, replay.resourceId);
      const fact = await this.journal.admit(tx, actor, personId, body);
      await this.facts.add(tx, [fact], null);
      await this.outbox.add(tx, meta, factRecorded(fact));
      await this.idempotency.remember(tx, request, { status: 201, resourceId: fact.factId });
      return factViewOf({ fact, endedAt: null, endedBy: null, reason: null });
    });
  }

  private async present(tx: Tx, personId: string, factId: string): Promise<FactView> {
    const found = await this.facts.find(tx, personId, factId);
    if (!found) throw new FactNotFoundError();
    return factViewOf(found);
  }
}
