import type { Actor } from '@doorstep/auth';
import type { FactView, VerifyPerson as VerifyPersonBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { factRecorded } from '../../people/application/fact-events.js';
import { FactJournal } from '../../people/application/fact-journal.js';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { factViewOf } from '../../people/application/fact-view.js';
import { PersonAccess } from '../../people/application/person-access.js';
import type { PersonFact } from '../../people/domain/person-fact.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { NotUnverifiedError } from '../domain/registration.errors.js';
import { IDENTITY_CHECK } from './new-visitor.js';

export interface VerifyPersonRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly body: VerifyPersonBody;
  readonly meta: EventMeta;
}

/**
 * A clerk has seen who the person is: the application to be checked is approved from a day on, as a fact like any other. Meals of days that
 * it covers are decided again by those who follow facts.
 */
@Injectable()
export class VerifyPerson {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly journal: FactJournal,
    private readonly facts: FactRepository,
    private readonly outbox: Outbox,
  ) {}

  execute({ actor, personId, body, meta }: VerifyPersonRequest): Promise<FactView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const waiting = await this.waiting(tx, personId);
      const appliedOn = waiting.validFrom;
      const fact = await this.journal.admit(tx, actor, personId, {
        fact: { kind: 'application', for: IDENTITY_CHECK, appliedOn, approvedOn: body.effectiveOn ?? appliedOn },
        replacesFactId: waiting.factId,
        ...(body.source !== undefined && { source: body.source }),
      });
      await this.facts.add(tx, [fact], null);
      await this.outbox.add(tx, meta, factRecorded(fact));
      return factViewOf({ fact, endedAt: null, endedBy: null, reason: null });
    });
  }

  private async waiting(tx: Tx, personId: string): Promise<PersonFact> {
    const found = (await this.facts.believed(tx, [personId])).find(
      ({ value }) => value.kind === 'application' && value.for === IDENTITY_CHECK && value.approvedOn === undefined,
    );
    if (!found) throw new NotUnverifiedError();
    return found;
  }
}
