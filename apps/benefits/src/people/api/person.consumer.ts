import {
  PersonErasedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  PersonMergedV1,
  PersonRegisteredV1,
  PersonUnmergedV1,
  TOPICS,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { DomainError } from '@doorstep/kernel';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, metaFrom, On } from '@doorstep/messaging';
import { Evidence } from '../../evidence/application/evidence.port.js';
import type { Learnt } from '../application/learn-facts.handler.js';
import { LearnFactsHandler } from '../application/learn-facts.handler.js';
import { LearnMergesHandler } from '../application/learn-merges.handler.js';
import { PersonStore } from '../application/person-store.port.js';

@EventConsumer()
export class PersonConsumer {
  constructor(
    private readonly people: PersonStore,
    private readonly learn: LearnFactsHandler,
    private readonly evidence: Evidence,
    private readonly merges: LearnMergesHandler,
  ) {}

  @On(PersonRegisteredV1)
  async registered(events: readonly ReceivedEvent<typeof PersonRegisteredV1>[], { tx }: BatchContext): Promise<void> {
    refuseForeignKeys(events);
    await this.people.register(tx, [...new Set(events.map((event) => event.data.personId))]);
  }

  @On(PersonFactRecordedV1)
  async recorded(events: readonly ReceivedEvent<typeof PersonFactRecordedV1>[], context: BatchContext): Promise<void> {
    refuseForeignKeys(events);
    await this.learn.execute(context.tx, events.map(recordedFact));
    await wakeClaims(context, events);
  }

  @On(PersonErasedV1)
  async erased(events: readonly ReceivedEvent<typeof PersonErasedV1>[], { tx }: BatchContext): Promise<void> {
    refuseForeignKeys(events);
    await this.people.forget(tx, [...new Set(events.map((event) => event.data.personId))]);
    await this.evidence.note(
      tx,
      events.map(({ data: { personId, evidenceUntil } }) => ({ personId, evidenceUntil })),
    );
  }

  @On(PersonFactRetractedV1)
  async retracted(events: readonly ReceivedEvent<typeof PersonFactRetractedV1>[], { tx }: BatchContext): Promise<void> {
    refuseForeignKeys(events);
    await this.learn.execute(tx, events.map(retractedFact));
  }

  @On(PersonMergedV1)
  async merged(events: readonly ReceivedEvent<typeof PersonMergedV1>[], { tx }: BatchContext): Promise<void> {
    refuseForeignKeys(events);
    const learnt = events.map((event) => {
      const { mergeId, personId, intoPersonId, mergedOn } = event.data;
      const merge = { mergeId, personId, intoPersonId, mergedOn };
      return { merge, cause: metaFrom(event) };
    });
    await this.merges.joined(tx, learnt);
  }

  @On(PersonUnmergedV1)
  async unmerged(events: readonly ReceivedEvent<typeof PersonUnmergedV1>[], { tx }: BatchContext): Promise<void> {
    refuseForeignKeys(events);
    const learnt = events.map((event) => {
      const { mergeId, recordedAt } = event.data;
      return { mergeId, at: recordedAt, cause: metaFrom(event) };
    });
    await this.merges.parted(tx, learnt);
  }
}

/** The lane that the batch holds is that of the record's key: facts of anybody else would not be serial. */
function refuseForeignKeys(
  events: readonly { readonly id: string; readonly key: string; readonly data: { personId: string } }[],
): void {
  for (const { id, key, data } of events)
    if (key !== data.personId)
      throw new DomainError('PERSON.FOREIGN_KEY', 'the event is not keyed by its person', { eventId: id });
}

/** Orders and stays that waited for this person's facts can be decided now. */
async function wakeClaims(context: BatchContext, events: readonly { readonly key: string }[]): Promise<void> {
  const keys = [...new Set(events.map((event) => event.key))];
  for (const topic of [TOPICS.mealOrder, TOPICS.dayCareBooking, TOPICS.dayCareStay]) await context.wake(topic, keys);
}

function recordedFact(event: ReceivedEvent<typeof PersonFactRecordedV1>): Learnt {
  const { personId, factId, fact, validFrom, validTo, recordedAt, replacesFactId } = event.data;
  return {
    kind: 'recorded',
    fact: {
      factId,
      personId,
      value: fact,
      validFrom: validFrom as LocalDate,
      validTo: validTo as LocalDate | null,
      recordedAt,
    },
    replaces: replacesFactId,
    cause: metaFrom(event),
  };
}

function retractedFact(event: ReceivedEvent<typeof PersonFactRetractedV1>): Learnt {
  const { personId, factId, reason, recordedAt } = event.data;
  return {
    kind: 'retracted',
    personId,
    retraction: { personId, factId, reason, at: recordedAt },
    cause: metaFrom(event),
  };
}
