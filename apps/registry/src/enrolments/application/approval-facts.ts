import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { factRecorded } from '../../people/application/fact-events.js';
import { FactJournal } from '../../people/application/fact-journal.js';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import type { Application } from '../domain/application.js';
import { ApplicationDatesError } from '../domain/application.errors.js';
import type { ApplicationCommand } from './change-application.js';

/** An approval is a dated fact like any other: who follows facts learns of it, and decides again what it touches. */
@Injectable()
export class ApprovalFacts {
  constructor(
    private readonly journal: FactJournal,
    private readonly facts: FactRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Answers the id of the fact. Throws FactRefusedError, FactKnownError and ApplicationDatesError. */
  async record(tx: Tx, { actor, meta }: ApplicationCommand, application: Application): Promise<string> {
    const { personId, scheme, appliedOn, effectiveFrom, validTo } = application;
    if (effectiveFrom === null || effectiveFrom < appliedOn)
      throw new ApplicationDatesError('an enrolment begins with the application at the earliest');
    if (validTo !== null && validTo <= effectiveFrom)
      throw new ApplicationDatesError('the enrolment would be over before it begins');
    const value = { kind: 'application' as const, for: scheme, appliedOn, approvedOn: effectiveFrom };
    const fact = await this.journal.admit(tx, actor, personId, {
      fact: validTo === null ? value : { ...value, endsOn: validTo },
      source: `application/${application.applicationId}`,
    });
    await this.facts.add(tx, [fact], null);
    await this.outbox.add(tx, meta, factRecorded(fact));
    return fact.factId;
  }
}
