import type { Clock } from '@doorstep/kernel';
import type { Transactions } from '@doorstep/persistence';
import { BatchProcessor, type BatchStep, type ProcessorParts } from '../consumer/batch-processor.js';
import { ContextFactory } from '../consumer/context-factory.js';
import { Dispatcher } from '../consumer/dispatcher.js';
import { Handlers } from '../consumer/handlers.js';
import { PartitionReader, type StoppedPartition } from '../consumer/partition-reader.js';
import { Positions } from '../consumer/positions.js';
import type { MessagingLogger } from '../kafka/kafka-config.js';
import type { EventSubscriber, SubscriberStatus } from '../kafka/ports.js';
import type { Outbox } from '../outbox/outbox.js';
import { KeyWorker } from '../parked/key-worker.js';
import { ParkedKeys, type OperatedService } from '../parked/parked-keys.js';
import { ParkedStore } from '../parked/parked-store.js';
import { QueuedKeys } from '../parked/queued-keys.js';
import { WaitingKeys } from '../parked/waiting-keys.js';
import { RecordProofs } from '../repair/record-proofs.js';
import { Repairs } from '../repair/repairs.js';

export interface ConsumerSideParts {
  readonly service: OperatedService;
  readonly transactions: Transactions;
  readonly subscriber: EventSubscriber;
  readonly outbox: Outbox;
  readonly logger: MessagingLogger;
  readonly clock: Clock;
  /** Verifier keys of the public log. */
  readonly logKeys: readonly string[];
  readonly measure?: (topic: string, seconds: number, records: number) => void;
  /** Records of one transaction at most. */
  readonly batchRecords?: number;
  readonly batchMs?: number;
  readonly unknownMs?: number;
  readonly watch?: (step: BatchStep) => void | Promise<void>;
  /** Tests put faulty parts here to show that their checker sees them. */
  readonly createProcessor?: (parts: ProcessorParts) => BatchProcessor;
  readonly createPositions?: (consumer: string) => Positions;
}

/** Everything that reads: the group member, the batches, the parked and the waiting keys, and what people do about them. */
export class ConsumerSide {
  readonly parkedKeys: ParkedKeys;
  readonly repairs: Repairs;
  private readonly handlers: Handlers;
  private readonly reader: PartitionReader;
  private readonly waiting: WaitingKeys;
  private closed: Promise<void> | undefined;
  private started = false;

  constructor(
    private readonly parts: ConsumerSideParts,
    consumers: readonly object[],
  ) {
    const { service, transactions, subscriber, outbox, logger, clock, measure, watch, batchRecords, batchMs } = parts;
    const handlers = new Handlers(service, consumers);
    const dispatcher = new Dispatcher(handlers);
    const parked = new ParkedStore(service);
    const queued = new QueuedKeys(service);
    const contexts = new ContextFactory(parked, () => this.waiting.nudge());
    const positions = parts.createPositions?.(service) ?? new Positions(service);
    const limits = { ...(batchMs !== undefined && { batchMs }) };
    const shared = { transactions, handlers, dispatcher, contexts, positions, parked, queued, logger, ...limits };
    const processorParts = {
      ...shared,
      ...(watch && { watch }),
      ...(batchRecords !== undefined && { batchRecords }),
    };
    const processor = parts.createProcessor?.(processorParts) ?? new BatchProcessor(processorParts);
    const worker = new KeyWorker(shared);
    this.handlers = handlers;
    this.reader = new PartitionReader({
      ...{ ...shared, processor },
      ...(measure && { measure }),
      ...(parts.unknownMs !== undefined && { unknownMs: parts.unknownMs }),
    });
    this.waiting = new WaitingKeys(transactions, queued, worker, logger);
    this.parkedKeys = new ParkedKeys({ service, transactions, outbox, worker, clock });
    const proofs = new RecordProofs(parts.logKeys);
    this.repairs = new Repairs({ service, handlers, reader: this.reader, proofs, subscriber, outbox, clock });
  }

  async start(): Promise<void> {
    if (this.started || this.handlers.topics.length === 0) return;
    this.started = true;
    this.waiting.start();
    await this.parts.subscriber.start(
      this.handlers.topics.map((topic) => topic.name),
      this.reader,
    );
  }

  status(): SubscriberStatus | undefined {
    return this.handlers.topics.length === 0 ? undefined : this.parts.subscriber.status();
  }

  stopped(): readonly StoppedPartition[] {
    return this.reader.stopped();
  }

  close(): Promise<void> {
    this.closed ??= Promise.all([this.parts.subscriber.close(), this.waiting.close()]).then(() => undefined);
    return this.closed;
  }
}
