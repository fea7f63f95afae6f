import type { EventEnvelope } from '@doorstep/contracts';
import type { ReceivedEvent } from '../events/received-event.js';
import type { IncomingRecord } from '../kafka/ports.js';

/** Where a record stands in its source. */
export interface RecordNumbers {
  readonly source: string;
  readonly sequence: bigint;
  readonly previous: bigint;
}

/** A record after looking at it once: an event for a handler, one that nobody here wants, or one that cannot be trusted. */
export interface InspectedRecord {
  /** Place in its batch. */
  readonly index: number;
  readonly record: IncomingRecord;
  /** Under this it is ordered, parked and waits. */
  readonly key: string;
  /** Missing when the record says nothing credible about its place; the chain then goes past it. */
  readonly numbers: RecordNumbers | undefined;
  readonly envelope: EventEnvelope | null;
  readonly kind: 'event' | 'unwanted' | 'bad';
  readonly event: ReceivedEvent | undefined;
  readonly problem: string | undefined;
}
