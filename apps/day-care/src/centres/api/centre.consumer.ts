import { SiteRecordedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { Centres } from '../application/centres.port.js';

/** Follows the registry's sites; canteens do not matter here. */
@EventConsumer()
export class CentreConsumer {
  constructor(private readonly centres: Centres) {}

  @On(SiteRecordedV1)
  async recorded(events: readonly ReceivedEvent<typeof SiteRecordedV1>[], { tx }: BatchContext): Promise<void> {
    const centres = events
      .map(({ data }) => data)
      .filter((site) => site.siteKind === 'day_care_centre')
      .map(({ siteId, version, name, phone, city, district, town, active }) => ({
        siteId,
        version,
        name,
        phone,
        city,
        district,
        town,
        active,
      }));
    await this.centres.keepHighest(tx, centres);
  }
}
