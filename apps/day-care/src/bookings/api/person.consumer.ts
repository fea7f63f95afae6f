import {
  PersonErasedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  PersonMergedV1,
  PersonRegisteredV1,
  PersonUnmergedV1,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, metaFrom, On } from '@doorstep/messaging';
import type { RecordedAbsence, RecordedPlace } from '../../people/application/people.port.js';
import { People } from '../../people/application/people.port.js';
import { WhenPersonCannotAttendHandler } from '../application/when-person-cannot-attend.handler.js';

type Fact = ReceivedEvent<typeof PersonFactRecordedV1>;

/** Follows who exists, who died and who is in hospital, and ends the bookings that this makes impossible. */
@EventConsumer()
export class PersonConsumer {
  constructor(
    private readonly people: People,
    private readonly whenPersonCannotAttend: WhenPersonCannotAttendHandler,
  ) {}

  @On(PersonRegisteredV1)
  async registered(events: readonly ReceivedEvent<typeof PersonRegisteredV1>[], { tx }: BatchContext): Promise<void> {
    await this.people.register(
      tx,
      events.map(({ data }) => data.personId),
    );
  }

  @On(PersonFactRecordedV1)
  async recorded(events: readonly Fact[], { tx }: BatchContext): Promise<void> {
    const absences = events.filter((event) => absenceOf(event) !== undefined);
    await this.people.record(tx, absences.map(absenceOf) as RecordedAbsence[]);
    await this.people.recordPlaces(tx, events.flatMap(placeOf));
    // After the writing: a fact may be replaced by a later one of the same batch.
    await this.people.disbelieve(
      tx,
      events.flatMap(({ data }) => data.replacesFactId ?? []),
    );
    await this.whenPersonCannotAttend.execute(
      tx,
      new Map(absences.map((event) => [event.data.personId, metaFrom(event)])),
    );
  }

  /** Bookings keep their pseudonym: those that were paid are evidence, and nothing else is said in them of the person. */
  @On(PersonErasedV1)
  async erased(events: readonly ReceivedEvent<typeof PersonErasedV1>[], { tx }: BatchContext): Promise<void> {
    await this.people.forget(
      tx,
      events.map(({ data }) => data.personId),
    );
  }

  @On(PersonFactRetractedV1)
  async retracted(events: readonly ReceivedEvent<typeof PersonFactRetractedV1>[], { tx }: BatchContext): Promise<void> {
    await this.people.disbelieve(
      tx,
      events.map(({ data }) => data.factId),
    );
  }

  /** What keeps the one file's owner from attending is true of the other's. */
  @On(PersonMergedV1)
  async merged(events: readonly ReceivedEvent<typeof PersonMergedV1>[], { tx }: BatchContext): Promise<void> {
    await this.people.join(
      tx,
      events.map(({ data }) => data),
    );
    await this.whenPersonCannotAttend.execute(
      tx,
      new Map(events.map((event) => [event.data.personId, metaFrom(event)])),
    );
  }

  @On(PersonUnmergedV1)
  async unmerged(events: readonly ReceivedEvent<typeof PersonUnmergedV1>[], { tx }: BatchContext): Promise<void> {
    await this.people.part(
      tx,
      events.map(({ data: { mergeId, recordedAt } }) => ({ mergeId, at: recordedAt })),
    );
  }
}

function placeOf({ data }: Fact): RecordedPlace[] {
  const { factId, personId, fact, validFrom, validTo } = data;
  if (fact.kind !== 'hukou' && fact.kind !== 'residence') return [];
  const { city, district, town } = fact.place;
  return [{ factId, personId, city, district, ...(town !== undefined && { town }), from: validFrom, to: validTo }];
}

function absenceOf({ data }: Fact): RecordedAbsence | undefined {
  const { factId, personId, fact, validFrom, validTo } = data;
  if (fact.kind === 'death') return { factId, personId, kind: 'death', from: fact.diedOn as LocalDate, to: null };
  if (fact.kind !== 'stay' || fact.stay !== 'hospital') return undefined;
  return { factId, personId, kind: 'hospital', from: validFrom as LocalDate, to: validTo as LocalDate | null };
}
