import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { areaRecorded } from '../../areas/application/area-events.js';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import type { Stamp } from '../../shared/stamp.js';
import { siteRecorded } from '../../sites/application/site-state.js';
import { SiteRepository } from '../../sites/application/site.repository.port.js';
import { TermBook } from '../../sites/application/term-book.js';
import type { ImportPlan } from './import-planner.js';
import { publishAll } from './publish-all.js';

/** Areas, the sites in them, and what holds of these. */
@Injectable()
export class PlacesWriter {
  constructor(
    private readonly areas: AreaRepository,
    private readonly sites: SiteRepository,
    private readonly terms: TermBook,
    private readonly outbox: Outbox,
  ) {}

  async write(tx: Tx, plan: ImportPlan, stamp: Stamp, meta: EventMeta): Promise<void> {
    await this.areas.put(tx, plan.areas.written, stamp);
    await this.sites.put(tx, plan.sites.written, stamp);
    const areaCodes = plan.areas.written.map(({ code }) => code);
    await publishAll(this.outbox, tx, meta, await this.areas.histories(tx, areaCodes), areaRecorded);
    await publishAll(this.outbox, tx, meta, plan.sites.written, siteRecorded);
    await this.terms.write(tx, plan.terms.written, { ...stamp, meta });
  }
}
