/** What stands between messaging and the Kafka client. Only the kafkajs-* files of this folder know kafkajs. */

export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly traceparent?: string;
}

export abstract class EventPublisher {
  /**
   * Appends all records, each partition in the given order, and answers when every in-sync replica has them. One call at a time.
   * Throws when it is not certain that all were appended; the same records are then published again.
   */
  abstract publish(records: readonly OutgoingRecord[]): Promise<void>;
  abstract close(): Promise<void>;
}

export interface IncomingRecord {
  /** -1 when it does not come from the partition but from a repair. */
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Buffer | null;
  /** Well-formed, or missing. */
  readonly traceparent?: string;
}

export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
}

/** What became of a batch: done, or to be delivered again from its first record after a pause. */
export type BatchAnswer = { readonly again: false } | { readonly again: true; readonly afterMs: number };

export interface PartitionHandler {
  /** Where each partition goes on; a partition that is not in the answer begins at its start. */
  startOffsets(partitions: readonly TopicPartition[]): Promise<readonly (TopicPartition & { offset: bigint })[]>;
  /** Never throws. Batches of one partition come one after the other, those of several at once. */
  handle(batch: RecordBatch): Promise<BatchAnswer>;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface SubscriberStatus {
  /** A member of its group, with or without partitions. */
  readonly joined: boolean;
  /** Records between the last handled one and the end, per partition, as the last fetch saw it. */
  readonly lags: readonly (TopicPartition & { lag: number })[];
  /** The partitions that this member reads. */
  readonly assigned: readonly TopicPartition[];
  /** When the broker last answered a fetch, with or without records; `Date.now()`. */
  readonly fetchedAtMs: number;
}

export abstract class EventSubscriber {
  abstract start(topics: readonly string[], handler: PartitionHandler): Promise<void>;
  /** Delivers a partition that is pausing at once. */
  abstract resume(partition: TopicPartition): void;
  abstract status(): SubscriberStatus;
  /** Finishes the batches that are running, commits and leaves the group. */
  abstract close(): Promise<void>;
}

export interface TailRecord extends TopicPartition, IncomingRecord {}

/** Reads the ends of partitions, outside any group's progress. */
export abstract class TailReader {
  /** The last `depth` records of every partition of the topics, oldest first, and each partition's end offset. */
  abstract read(topics: readonly string[], depth: number): Promise<readonly PartitionTail[]>;
}

export interface PartitionTail extends TopicPartition {
  /** Offset that the next record will get; above zero means that there once was a record. */
  readonly end: bigint;
  readonly records: readonly TailRecord[];
}
