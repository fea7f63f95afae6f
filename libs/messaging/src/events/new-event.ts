import type { EventData, EventDefinition } from '@doorstep/contracts';
import type { EventMeta } from './event-meta.js';

/** An event that a transaction is about to publish. */
export interface NewEvent<D extends EventDefinition = EventDefinition> {
  readonly definition: D;
  /** Record key: the person, site and so on that the topic is keyed by. */
  readonly key: string;
  readonly data: EventData<D>;
  /** Overrides the meta of the whole batch for this event. */
  readonly meta?: EventMeta;
}

export function newEvent<D extends EventDefinition>(
  definition: D,
  key: string,
  data: EventData<D>,
  meta?: EventMeta,
): NewEvent<D> {
  return meta ? { definition, key, data, meta } : { definition, key, data };
}
