import { z } from 'zod';
import type { EventDefinition } from '../events/define-event.js';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import type { Topic } from '../events/topics.js';
import { TOPICS } from '../events/topics.js';

const parkedKeyFacts = {
  parkedKeyId: Id,
  topic: z.string().max(100),
  messages: z.int().min(0),
  at: InstantField,
};

/** The reason is the code of what condemned the key, without the words beside it, which may hold anything. */
const ParkedKeyRetry = z.looseObject({ ...parkedKeyFacts, reason: z.string().regex(/^[\w. -]{1,150}$/) });
export type ParkedKeyRetry = z.infer<typeof ParkedKeyRetry>;

/** Why messages may be given up (docs/glossary.md has the words). A closed list: words of one's own could name somebody. */
export const DISMISSAL_REASONS = ['duplicate', 'entered_again', 'invalid', 'obsolete', 'test_data'] as const;
export const DismissalReason = z.enum(DISMISSAL_REASONS);
export type DismissalReason = z.infer<typeof DismissalReason>;

/** Id of the ticket that has the story, such as `OPS-1234`. */
export const TicketReference = z.string().regex(/^[A-Z][A-Z0-9]{1,9}-\d{1,10}$/);

const ParkedKeyDismissal = z.looseObject({ ...parkedKeyFacts, reason: DismissalReason, reference: TicketReference });
export type ParkedKeyDismissal = z.infer<typeof ParkedKeyDismissal>;

const Repair = z.looseObject({
  topic: z.string().max(100),
  partition: z.int().min(0),
  source: z.string().max(100),
  fromSequence: z.string().max(19),
  toSequence: z.string().max(19),
  at: InstantField,
});
export type Repair = z.infer<typeof Repair>;

export interface OperationEvents {
  readonly retried: EventDefinition<ParkedKeyRetry>;
  readonly dismissed: EventDefinition<ParkedKeyDismissal>;
  readonly repaired: EventDefinition<Repair>;
}

const operationsOf = (service: string, topic: Topic): OperationEvents => ({
  retried: defineEvent({
    type: `${service}.parked-key.retried.v1`,
    topic,
    summary: 'A parked key was worked off in order.',
    data: ParkedKeyRetry,
  }),
  dismissed: defineEvent({
    type: `${service}.parked-key.dismissed.v1`,
    topic,
    summary: 'The parked messages of a key were given up, with a reason.',
    data: ParkedKeyDismissal,
  }),
  repaired: defineEvent({
    type: `${service}.partition.repaired.v1`,
    topic,
    summary: 'Missing events were fed to a stopped partition.',
    data: Repair,
  }),
});

/** Acts of people on the messaging of a service, audited like every other event. */
export const OPERATION_EVENTS = {
  registry: operationsOf('registry', TOPICS.registryOperation),
  'meal-orders': operationsOf('meal-orders', TOPICS.mealOperation),
  'day-care': operationsOf('day-care', TOPICS.dayCareOperation),
  benefits: operationsOf('benefits', TOPICS.benefitsOperation),
  audit: operationsOf('audit', TOPICS.auditOperation),
  gateway: operationsOf('gateway', TOPICS.gatewayOperation),
  identity: operationsOf('identity', TOPICS.identityOperation),
} as const;
