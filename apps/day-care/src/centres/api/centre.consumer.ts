import { SiteRecordedV1, SiteTermRecordedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, metaFrom, On } from '@doorstep/messaging';
import { CALENDAR_KINDS } from '@doorstep/policy';
import { CentreCalendars } from '../application/centre-calendars.port.js';
import { Centres } from '../application/centres.port.js';

/** Follows the registry's sites; canteens do not matter here. */
@EventConsumer()
export class CentreConsumer {
  constructor(
    private readonly centres: Centres,
    private readonly calendars: CentreCalendars,
  ) {}

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

  /** Of what is agreed about a site only the days on which it does not open matter here. */
  @On(SiteTermRecordedV1)
  async terms(events: readonly ReceivedEvent<typeof SiteTermRecordedV1>[], { tx }: BatchContext): Promise<void> {
    const calendar = events.filter(({ data }) => CALENDAR_KINDS.includes(data.kind));
    if (calendar.length === 0) return;
    await this.calendars.put(
      tx,
      calendar.map((event) => ({ ...event.data, meta: metaFrom(event) })),
    );
  }
}
