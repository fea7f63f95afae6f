import { failureOf, type Transactions } from '@doorstep/persistence';
import type { MessagingLogger } from '../kafka/kafka-config.js';
import type { BatchAnswer, PartitionHandler, RecordBatch, TopicPartition } from '../kafka/ports.js';
import type { Gap } from './batch-plan.js';
import type { BatchCompanion } from './batch-place.js';
import { BATCH_MS, type BatchProcessor } from './batch-processor.js';
import { BatchSizes } from './batch-sizes.js';
import type { Positions } from './positions.js';

export interface StoppedPartition extends TopicPartition {
  readonly why: 'gap' | 'trouble';
  readonly detail: string;
  readonly since: Date;
}

export interface ReaderParts {
  readonly transactions: Transactions;
  readonly positions: Positions;
  readonly processor: BatchProcessor;
  readonly logger: MessagingLogger;
  readonly batchMs?: number;
  /** Default 60 000. */
  readonly unknownMs?: number;
  /** Seconds of one batch, for the metric. */
  readonly measure?: (topic: string, seconds: number, records: number) => void;
}

/** A stopped partition looks again so often whether the missing events were fed to it, perhaps by another instance. */
const GAP_MS = 2_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** An error of unknown kind is believed to be the input's fault after so many tries in a row over so long a time: it may be a server that starts. */
const UNKNOWN_TRIES = 3;
const UNKNOWN_MS = 60_000;
/** Trouble is shown in readiness after so many failed tries in a row. */
const SHOW_AFTER = 5;

/** What happens to each partition's batches: done, stopped at a gap, or tried again after a growing pause. */
export class PartitionReader implements PartitionHandler {
  private readonly failures = new Map<string, number>();
  private readonly unknowns = new Map<string, { count: number; readonly since: number }>();
  private readonly stoppedBy = new Map<string, StoppedPartition>();

  private readonly sizes: BatchSizes;

  constructor(private readonly parts: ReaderParts) {
    this.sizes = new BatchSizes(parts.batchMs ?? BATCH_MS);
  }

  stopped(): readonly StoppedPartition[] {
    return [...this.stoppedBy.values()];
  }

  async startOffsets(partitions: readonly TopicPartition[]): Promise<(TopicPartition & { offset: bigint })[]> {
    const topics = [...new Set(partitions.map((place) => place.topic))];
    return this.parts.transactions.read((tx) => this.parts.positions.startOffsets(tx, topics));
  }

  async handle(batch: RecordBatch): Promise<BatchAnswer> {
    const name = `${batch.topic}/${batch.partition}`;
    const failures = this.failures.get(name) ?? 0;
    const started = performance.now();
    try {
      const options = { condemnUnknown: this.believesUnknown(name, started), halvings: this.sizes.halvingsOf(name) };
      const { gap } = await this.parts.processor.process(batch, options);
      this.failures.delete(name);
      this.unknowns.delete(name);
      this.sizes.done(name, performance.now() - started);
      if (gap) return this.stopAt(batch, gap);
      if (this.stoppedBy.delete(name)) this.parts.logger.info({ partition: name }, 'the partition goes on');
      this.parts.measure?.(batch.topic, (performance.now() - started) / 1_000, batch.records.length);
      return { again: false };
    } catch (error) {
      this.failures.set(name, failures + 1);
      this.noteUnknown(name, error, started);
      this.sizes.failed(name, error);
      const afterMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
      this.parts.logger.warn(
        { err: error, partition: name, kind: failureOf(error), afterMs },
        'a batch is tried again',
      );
      const detail = error instanceof Error ? error.name : 'failed';
      if (failures + 1 >= SHOW_AFTER) this.show(batch, 'trouble', detail);
      return { again: true, afterMs };
    }
  }

  private believesUnknown(name: string, now: number): boolean {
    const { count, since } = this.unknowns.get(name) ?? { count: 0, since: now };
    return count >= UNKNOWN_TRIES && now - since >= (this.parts.unknownMs ?? UNKNOWN_MS);
  }

  /** Trouble of a known kind between them says nothing about the input either, but does not make them a new beginning. */
  private noteUnknown(name: string, error: unknown, now: number): void {
    if (failureOf(error) !== 'unknown') return;
    const known = this.unknowns.get(name);
    if (known) known.count += 1;
    else this.unknowns.set(name, { count: 1, since: now });
  }

  /** Repairs come this way too: the same dispatch, the same positions. */
  feed(batch: RecordBatch, companion: BatchCompanion): ReturnType<BatchProcessor['process']> {
    return this.parts.processor.process(batch, { companion });
  }

  private stopAt(place: TopicPartition, gap: Gap): BatchAnswer {
    const detail = `${gap.source} ${gap.sequence} follows ${gap.previous}, but ${gap.after} was the last here`;
    if (this.show(place, 'gap', detail))
      this.parts.logger.error(
        { ...placeOnly(place), detail },
        'events are missing: the partition stopped until a repair',
      );
    return { again: true, afterMs: GAP_MS };
  }

  /** True when it was not known yet. */
  private show(place: TopicPartition, why: StoppedPartition['why'], detail: string): boolean {
    const name = `${place.topic}/${place.partition}`;
    const known = this.stoppedBy.get(name);
    if (known?.why === why && known.detail === detail) return false;
    this.stoppedBy.set(name, { ...placeOnly(place), why, detail, since: known?.since ?? new Date() });
    return true;
  }
}

function placeOnly({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
