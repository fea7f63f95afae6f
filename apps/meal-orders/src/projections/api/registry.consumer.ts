import {
  PersonErasedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  PersonMergedV1,
  PersonRegisteredV1,
  PersonUnmergedV1,
  SiteRecordedV1,
  SiteTermRecordedV1,
} from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, metaFrom, On } from '@doorstep/messaging';
import { CALENDAR_KINDS } from '@doorstep/policy';
import { Projections } from '../application/projections.port.js';
import { SiteCalendars } from '../application/site-calendars.port.js';
import { WhenFactsChangeHandler } from '../application/when-facts-change.handler.js';

@EventConsumer()
export class RegistryConsumer {
  constructor(
    private readonly projections: Projections,
    private readonly calendars: SiteCalendars,
    private readonly facts: WhenFactsChangeHandler,
  ) {}

  @On(SiteRecordedV1)
  async sites(events: readonly ReceivedEvent<typeof SiteRecordedV1>[], { tx }: BatchContext): Promise<void> {
    await this.projections.putSites(
      tx,
      events.map(({ data }) => data),
    );
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

  @On(PersonRegisteredV1)
  async registered(events: readonly ReceivedEvent<typeof PersonRegisteredV1>[], { tx }: BatchContext): Promise<void> {
    await this.projections.register(
      tx,
      events.map(({ data }) => data.personId),
    );
  }

  @On(PersonFactRecordedV1)
  async recorded(events: readonly ReceivedEvent<typeof PersonFactRecordedV1>[], { tx }: BatchContext): Promise<void> {
    await this.facts.recorded(
      tx,
      events.map(({ data }) => data),
    );
  }

  /** Orders keep their pseudonym: those that were paid are evidence, and nothing else is said in them of the person. */
  @On(PersonErasedV1)
  async erased(events: readonly ReceivedEvent<typeof PersonErasedV1>[], { tx }: BatchContext): Promise<void> {
    await this.projections.forget(
      tx,
      events.map(({ data }) => data.personId),
    );
  }

  @On(PersonMergedV1)
  async merged(events: readonly ReceivedEvent<typeof PersonMergedV1>[], { tx }: BatchContext): Promise<void> {
    await this.projections.join(
      tx,
      events.map(({ data }) => data),
    );
  }

  @On(PersonUnmergedV1)
  async unmerged(events: readonly ReceivedEvent<typeof PersonUnmergedV1>[], { tx }: BatchContext): Promise<void> {
    await this.projections.part(
      tx,
      events.map(({ data: { mergeId, recordedAt } }) => ({ mergeId, at: recordedAt })),
    );
  }

  @On(PersonFactRetractedV1)
  async retracted(events: readonly ReceivedEvent<typeof PersonFactRetractedV1>[], { tx }: BatchContext): Promise<void> {
    await this.facts.retracted(
      tx,
      events.map(({ data }) => data),
    );
  }
}
