import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { termsInForce } from '@doorstep/policy';
import { Inject, Injectable } from '@nestjs/common';
import { agrees, withTerms } from '../domain/site-term.js';
import { bySite } from './by-site.js';
import { siteRecorded } from './site-state.js';
import type { TermStamp } from './site-terms.port.js';
import { SiteTerms } from './site-terms.port.js';
import { SiteRepository } from './site.repository.port.js';

/** Prices and places stand in the terms of a site and in its state, which others decide by: the state follows what holds today. */
@Injectable()
export class FollowTerms {
  constructor(
    private readonly sites: SiteRepository,
    private readonly terms: SiteTerms,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of these sites, whose lanes are held. Answers how many were changed. */
  async execute(tx: Tx, siteIds: readonly string[], stamp: TermStamp, meta: EventMeta): Promise<number> {
    if (siteIds.length === 0) return 0;
    const today = shanghaiDate(this.clock.now());
    const groups = bySite(await this.terms.of(tx, siteIds));
    const known = await this.sites.findMany(tx, siteIds);
    const changed = known.flatMap((site) => {
      const holding = termsInForce(groups.get(site.siteId) ?? [], today);
      return agrees(site, holding) ? [] : [{ ...withTerms(site, holding), version: site.version + 1 }];
    });
    await this.sites.put(tx, changed, stamp);
    await this.outbox.add(tx, meta, ...changed.map(siteRecorded));
    return changed.length;
  }
}
