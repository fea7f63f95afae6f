import type { EventData, EventDefinition, EventEnvelope, Topic } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** An event as a handler gets it: envelope checked, data validated by the schema of its version. */
export interface ReceivedEvent<D extends EventDefinition = EventDefinition> {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly source: string;
  /** Number of the event in its source. */
  readonly sequence: bigint;
  /** RFC 3339. */
  readonly time: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** From the record's header; a record that was parked or repaired has lost it. */
  readonly traceparent?: string;
  readonly data: EventData<D>;
  readonly topic: string;
  readonly partition: number;
  /** `-1` for an event that a repair brought. */
  readonly offset: string;
  /** The record's value exactly as it lay in Kafka. */
  readonly bytes: Buffer;
  /** It has waited its full time: decide without what is missing. */
  readonly overdue: boolean;
}

/** A record as `@OnEveryRecord` gets it, good or bad. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly bytes: Buffer | null;
  /** Null when the record is no event of this system. */
  readonly envelope: EventEnvelope | null;
  /** Why the record cannot be trusted, as a stable code with detail, or null. */
  readonly problem: string | null;
}

export interface BatchContext {
  /** The one transaction of the batch; it holds all lanes of the partition. */
  readonly tx: Tx;
  /** Something arrived that waiting keys of the topic may need: they are retried right after commit. */
  wake(topic: Topic, keys: readonly string[]): Promise<void>;
}

/** "Not yet": the event's key waits, in order, outside the batch. */
export interface Later {
  readonly event: ReceivedEvent;
  /** Stable code of what is missing, for example `FACTS_MISSING`. */
  readonly reason: string;
  readonly giveUpAfterMs: number;
}

export const DEFAULT_GIVE_UP_MS = 10 * 60_000;

/**
 * For a handler that lacks something that will come. The key is retried by itself, after a back-off or when it is woken; after
 * `giveUpAfterMs` (default ten minutes) the event comes back with `overdue: true`. An event that is answered so must not have
 * had any effect, nor may any later event of its key in the same array.
 */
export function later(event: ReceivedEvent, reason: string, options: { readonly giveUpAfterMs?: number } = {}): Later {
  return { event, reason, giveUpAfterMs: options.giveUpAfterMs ?? DEFAULT_GIVE_UP_MS };
}
