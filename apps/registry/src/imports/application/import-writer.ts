import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { factRecorded, registered } from '../../people/application/fact-events.js';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { PeopleWriter } from '../../people/application/people-writer.js';
import type { Stamp } from '../../shared/stamp.js';
import type { ImportPlan } from './import-planner.js';
import { PlacesWriter } from './places-writer.js';
import { publishAll } from './publish-all.js';

/** Writes a plan and its events, in statements of bounded size. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly places: PlacesWriter,
    private readonly people: PeopleWriter,
    private readonly facts: FactRepository,
    private readonly outbox: Outbox,
  ) {}

  async write(tx: Tx, plan: ImportPlan, stamp: Stamp, meta: EventMeta): Promise<void> {
    await this.places.write(tx, plan, stamp, meta);
    const facts = plan.facts.written;
    await this.people.write(tx, plan.people, stamp);
    await this.facts.add(tx, facts, stamp.importId);
    await publishAll(this.outbox, tx, meta, plan.people.added, ({ person }) => registered(person));
    await publishAll(this.outbox, tx, meta, facts, factRecorded);
  }
}
