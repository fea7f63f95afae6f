import { z } from 'zod';
import type { EventDefinition } from '../events/define-event.js';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import type { Topic } from '../events/topics.js';
import { TOPICS } from '../events/topics.js';

const ParkedKeyAct = z.looseObject({
  parkedKeyId: Id,
  topic: z.string().max(100),
  messages: z.int().min(0),
  reason: z.string().max(300),
  at: InstantField,
});
export type ParkedKeyAct = z.infer<typeof ParkedKeyAct>;

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
  readonly retried: EventDefinition<ParkedKeyAct>;
  readonly dismissed: EventDefinition<ParkedKeyAct>;
  readonly repaired: EventDefinition<Repair>;
}

const operationsOf = (service: string, topic: Topic): OperationEvents => ({
  retried: defineEvent({
    type: `${service}.parked-key.retried.v1`,
    topic,
    summary: 'A parked key was worked off in order.',
    data: ParkedKeyAct,
  }),
  dismissed: defineEvent({
    type: `${service}.parked-key.dismissed.v1`,
    topic,
    summary: 'The parked messages of a key were given up, with a reason.',
    data: ParkedKeyAct,
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
} as const;
