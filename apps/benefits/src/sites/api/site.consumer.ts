import type { SiteState } from '@doorstep/contracts';
import { SiteRecordedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { SiteStore } from '../application/site-store.port.js';

@EventConsumer()
export class SiteConsumer {
  constructor(private readonly sites: SiteStore) {}

  @On(SiteRecordedV1)
  async recorded(events: readonly ReceivedEvent<typeof SiteRecordedV1>[], { tx }: BatchContext): Promise<void> {
    const newest = new Map<string, SiteState>();
    for (const { data } of events)
      if ((newest.get(data.siteId)?.version ?? 0) < data.version) newest.set(data.siteId, data);
    await this.sites.put(tx, [...newest.values()]);
  }
}
