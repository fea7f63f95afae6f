import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { SiteView, WriteSite as WriteSiteBody } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { assertVersion, CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { SiteExistsError, SiteNotFoundError } from '../domain/site.errors.js';
import type { Site, VersionedSite } from '../domain/site.js';
import { checkedSite } from '../domain/site.js';
import { KnownAround } from './known-around.js';
import { siteRecorded, siteStateOf } from './site-state.js';
import { SiteRepository } from './site.repository.port.js';

export interface SiteWrite {
  readonly actor: Actor;
  readonly meta: EventMeta;
  readonly siteId: string;
  /** The version that the caller has seen; undefined for a new site. */
  readonly seen: number | undefined;
}

/** Writes a site as a whole. What is written already is left as it is, so a repeated request does nothing. */
@Injectable()
export class WriteSite {
  constructor(
    private readonly transactions: Transactions,
    private readonly sites: SiteRepository,
    private readonly known: KnownAround,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ actor, meta, siteId, seen }: SiteWrite, body: WriteSiteBody): Promise<SiteView> {
    const written = checkedSite({ siteId, ...body });
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }] }, async (tx) => {
      const [before] = await this.sites.findMany(tx, [siteId]);
      if (before && agreesWhole(before, written)) return siteStateOf(before);
      this.checkSeen(siteId, before, seen);
      await this.known.check(tx, written, before, this.clock.now());
      const site = { ...written, version: (before?.version ?? 0) + 1 };
      await this.sites.put(tx, [site], { at: this.clock.now(), by: actorRef(actor), importId: null });
      await this.outbox.add(tx, meta, siteRecorded(site));
      return siteStateOf(site);
    });
  }

  private checkSeen(siteId: string, before: VersionedSite | undefined, seen: number | undefined): void {
    if (before && seen === undefined) throw new SiteExistsError(siteId);
    if (!before && seen !== undefined) throw new SiteNotFoundError(siteId);
    if (before && seen !== undefined) assertVersion(seen, before.version);
  }
}

function agreesWhole(before: VersionedSite, written: Site): boolean {
  const { version: _counted, ...state } = before;
  return JSON.stringify(inOneOrder(state)) === JSON.stringify(inOneOrder(written));
}

function inOneOrder(site: Site): unknown[] {
  const periods = site.periods.map(({ mealPeriod, opensAt, closesAt, cutOffAt, cutOffDayBefore }) =>
    [mealPeriod, opensAt, closesAt, cutOffAt, cutOffDayBefore].join(' '),
  );
  return [...Object.entries({ ...site, periods })].sort(([a], [b]) => (a < b ? -1 : 1));
}
