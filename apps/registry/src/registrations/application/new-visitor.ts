import type { QuickRegister } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { factRecorded, registered } from '../../people/application/fact-events.js';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { PeopleWriter } from '../../people/application/people-writer.js';
import { checkFact } from '../../people/domain/fact-rules.js';
import { datedFact, type FactValue, type PersonFact } from '../../people/domain/person-fact.js';
import type { Stamp } from '../../shared/stamp.js';
import { Visits } from '../../visits/application/visits.port.js';

/** What the application is for by which somebody waits to be checked (libs/policy reads it). */
export const IDENTITY_CHECK = 'identity';

/** Somebody new, with what was said at the till and the application to be checked. The site knows this person from now on. */
@Injectable()
export class NewVisitor {
  constructor(
    private readonly people: PeopleWriter,
    private readonly facts: FactRepository,
    private readonly visits: Visits,
  ) {}

  /** Answers what others are told. */
  async register(
    tx: Tx,
    { personId, bornOn, body, stamp }: { personId: string; bornOn: string; body: QuickRegister; stamp: Stamp },
  ): Promise<NewEvent[]> {
    const { siteId, name, idNumber = null, phone = null } = body;
    const today = shanghaiDate(stamp.at);
    const facts = this.factsOf(personId, bornOn, today, { ...stamp, siteId });
    const identity = { name, idNumber, phone, address: null, emergencyName: null, emergencyPhone: null };
    const person = { personId, externalRef: null, registeredAt: stamp.at };
    await this.people.write(tx, { added: [{ person, identity }], changed: [] }, stamp);
    await this.facts.add(tx, facts, null);
    await this.visits.record(tx, [{ personId, siteId, on: today }]);
    return [registered(person), ...facts.map(factRecorded)];
  }

  private factsOf(
    personId: string,
    bornOn: string,
    today: LocalDate,
    { at, by, siteId }: Stamp & { siteId: string },
  ): PersonFact[] {
    const values: FactValue[] = [
      { kind: 'birth', bornOn },
      { kind: 'application', for: IDENTITY_CHECK, appliedOn: today },
    ];
    const dated = values.map((value) => datedFact(value));
    for (const fact of dated)
      checkFact(
        fact,
        dated.filter((other) => other !== fact),
        today,
      );
    const recorded = { personId, recordedAt: at, recordedBy: by, source: `till/${siteId}`, replacesFactId: null };
    return dated.map((fact) => ({ ...fact, ...recorded, factId: uuidv7(at.getTime()) }));
  }
}
