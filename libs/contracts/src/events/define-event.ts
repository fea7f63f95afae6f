import type { z } from 'zod';
import type { Topic } from './topics.js';

/** One released version of one event. `data` is an open schema: consumers ignore what they do not know. */
export interface EventDefinition<Data = unknown> {
  /** Wire name, for example `meal-orders.meal-order.placed.v1`. */
  readonly type: string;
  readonly topic: Topic;
  readonly data: z.ZodType<Data>;
  /** One sentence for `docs/events.md` and AsyncAPI. */
  readonly summary: string;
}

export type EventData<D extends EventDefinition> = D extends EventDefinition<infer Data> ? Data : never;

const registered: EventDefinition[] = [];

export function defineEvent<Data>(definition: EventDefinition<Data>): EventDefinition<Data> {
  if (!/^[a-z-]+\.[a-z-]+\.[a-z-]+\.v[1-9]\d*$/.test(definition.type))
    throw new Error(`bad event name ${definition.type}`);
  if (registered.some((other) => other.type === definition.type))
    throw new Error(`${definition.type} is defined twice`);
  registered.push(definition as EventDefinition);
  return definition;
}

/** Every event version that this build knows, in order of definition. */
export function allEvents(): readonly EventDefinition[] {
  return registered;
}

export function eventNamed(type: string): EventDefinition | undefined {
  return registered.find((candidate) => candidate.type === type);
}
