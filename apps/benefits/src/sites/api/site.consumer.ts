import type { SiteState } from '@doorstep/contracts';
import { SiteRecordedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, metaFrom, On } from '@doorstep/messaging';
import { CorrectionQueue } from '../../corrections/application/correction-queue.port.js';
import { SiteStore } from '../application/site-store.port.js';

@EventConsumer()
export class SiteConsumer {
  constructor(
    private readonly sites: SiteStore,
    private readonly corrections: CorrectionQueue,
  ) {}

  @On(SiteRecordedV1)
  async recorded(events: readonly ReceivedEvent<typeof SiteRecordedV1>[], { tx }: BatchContext): Promise<void> {
    const newest = new Map<string, SiteState>();
    for (const { data } of events)
      if ((newest.get(data.siteId)?.version ?? 0) < data.version) newest.set(data.siteId, data);
    await this.sites.put(tx, [...newest.values()]);
    const [first] = events;
    if (!first) return;
    // Meals that were refused because nobody knew the site, or what covers it, are decided now.
    const wanting = { reasons: ['SITE_MISSING', 'SITE_NOT_COVERED', 'NO_RULE_VERSION'], siteIds: [...newest.keys()] };
    await this.corrections.addForWanting(tx, wanting, 'site_known', metaFrom(first));
  }
}
