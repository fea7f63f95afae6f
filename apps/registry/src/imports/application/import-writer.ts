import type { NewEvent, EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { SiteRecordedV1 } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { areaRecorded } from '../../areas/application/area-events.js';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import { factRecorded, registered } from '../../people/application/fact-events.js';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { PeopleWriter } from '../../people/application/people-writer.js';
import { inChunks } from '../../shared/in-chunks.js';
import type { Stamp } from '../../shared/stamp.js';
import { SiteRepository } from '../../sites/application/site.repository.port.js';
import { siteStateOf } from '../../sites/application/site-state.js';
import type { ImportPlan } from './import-planner.js';

/** Events are checked and put into canonical form here; after so many, other requests get a turn. */
const EVENTS_AT_ONCE = 1_000;

/** Writes a plan and its events, in statements of bounded size. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly areas: AreaRepository,
    private readonly sites: SiteRepository,
    private readonly people: PeopleWriter,
    private readonly facts: FactRepository,
    private readonly outbox: Outbox,
  ) {}

  async write(tx: Tx, plan: ImportPlan, stamp: Stamp, meta: EventMeta): Promise<void> {
    const facts = plan.facts.written;
    await this.areas.put(tx, plan.areas.written, stamp);
    await this.sites.put(tx, plan.sites.written, stamp);
    await this.people.write(tx, plan.people, stamp);
    await this.facts.add(tx, facts, stamp.importId);
    const areaCodes = plan.areas.written.map(({ code }) => code);
    await this.publish(tx, meta, await this.areas.histories(tx, areaCodes), areaRecorded);
    await this.publish(tx, meta, plan.sites.written, (site) =>
      newEvent(SiteRecordedV1, site.siteId, siteStateOf(site)),
    );
    await this.publish(tx, meta, plan.people.added, ({ person }) => registered(person));
    await this.publish(tx, meta, facts, factRecorded);
  }

  private async publish<T>(tx: Tx, meta: EventMeta, items: readonly T[], event: (item: T) => NewEvent): Promise<void> {
    for (const chunk of inChunks(items, EVENTS_AT_ONCE)) await this.outbox.add(tx, meta, ...chunk.map(event));
  }
}
