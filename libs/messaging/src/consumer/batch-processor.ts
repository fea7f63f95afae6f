import { failureOf, type LaneKey, type Transactions, type Tx } from '@doorstep/persistence';
import type { MessagingLogger } from '../kafka/kafka-config.js';
import type { RecordBatch } from '../kafka/ports.js';
import { failureReason } from '../parked/failure-reason.js';
import type { ParkedStore, QueueEntry } from '../parked/parked-store.js';
import { planBatch, type BatchPlan, type Gap } from './batch-plan.js';
import { placeOf, type BatchCompanion, type Place } from './batch-place.js';
import type { ContextFactory } from './context-factory.js';
import { RunAgainWithout, type Dispatcher, type HeldKey } from './dispatcher.js';
import type { Handlers } from './handlers.js';
import type { InspectedRecord } from './inspected-record.js';
import type { Positions } from './positions.js';
import { RecordInspector } from './record-inspector.js';

/** Points of a batch between which a crash must be harmless; tests stop or kill the process there. */
export type BatchStep = 'locked' | 'handled' | 'stored' | 'committed';

export interface ProcessorParts {
  readonly transactions: Transactions;
  readonly handlers: Handlers;
  readonly dispatcher: Dispatcher;
  readonly positions: Positions;
  readonly parked: ParkedStore;
  readonly contexts: ContextFactory;
  readonly logger: MessagingLogger;
  /** Records of one transaction at most. */
  readonly batchRecords?: number;
  /** How long one transaction may last; default 30 000. */
  readonly batchMs?: number;
  readonly watch?: (step: BatchStep) => void | Promise<void>;
}

export interface BatchOptions {
  /** An error of unknown kind came often enough to be the input's fault. */
  readonly condemnUnknown?: boolean;
  /** How often the size of a transaction was halved, since larger ones took too long. */
  readonly halvings?: number;
  readonly companion?: BatchCompanion;
}

export interface BatchResult {
  readonly taken: number;
  /** The partition cannot go on before the missing events were fed to it. */
  readonly gap?: Gap;
}

export const BATCH_MS = 30_000;
/** What one fetch brings is a megabyte at most; this bounds what the smallest records can make of it. */
export const DEFAULT_BATCH_RECORDS = 5_000;
/** More keys than this finding out one after the other that they wait make smaller batches the better way. */
const RERUNS = 8;

/**
 * One transaction per batch: lanes of the partition, position, handlers, parked and waiting records, position again, commit.
 * A failure that is the input's fault is narrowed down by halving the batch, so that only its key stays behind.
 */
export class BatchProcessor {
  constructor(protected readonly parts: ProcessorParts) {}

  /** @throws what says nothing about the input (connections, locks, resources): the same batch is good to be tried again. */
  async process(batch: RecordBatch, options: BatchOptions = {}): Promise<BatchResult> {
    const topic = this.parts.handlers.topicNamed(batch.topic);
    const inspector = new RecordInspector(this.parts.handlers, topic, batch.partition);
    const records = batch.records.map((record, index) => inspector.inspect(record, index));
    const { condemnUnknown = false, halvings = 0, companion } = options;
    const { batchRecords = DEFAULT_BATCH_RECORDS } = this.parts;
    // Equal parts: a small rest would cost as many statements as a large one.
    const parts = Math.max(1, Math.ceil(records.length / batchRecords)) * 2 ** halvings;
    const atOnce = Math.ceil(records.length / parts);
    const place = { topic, partition: batch.partition, inspector, condemnUnknown, companion };
    return this.inChunks(place, records, atOnce);
  }

  /** One transaction after the other; a gap ends them all, and what was done stays done. */
  private async inChunks(place: Place, records: readonly InspectedRecord[], atOnce: number): Promise<BatchResult> {
    if (records.length <= atOnce) return this.range(place, records);
    let taken = 0;
    for (let from = 0; from < records.length; from += atOnce) {
      const result = await this.range(place, records.slice(from, from + atOnce));
      taken += result.taken;
      if (result.gap) return { ...result, taken };
    }
    return { taken };
  }

  private async range(place: Place, records: readonly InspectedRecord[]): Promise<BatchResult> {
    try {
      return await this.commit(place, records);
    } catch (error) {
      if (!(error instanceof RunAgainWithout) && !isCondemned(error, place.condemnUnknown)) throw error;
      if (records.length === 1) return this.condemn(place, records, error);
      const middle = Math.ceil(records.length / 2);
      const left = await this.range(place, records.slice(0, middle));
      if (left.gap) return left;
      const right = await this.range(place, records.slice(middle));
      return { ...right, taken: left.taken + right.taken };
    }
  }

  private async commit(place: Place, records: readonly InspectedRecord[]): Promise<BatchResult> {
    const held = new Map<string, HeldKey>();
    for (let run = 0; ; run++) {
      try {
        const result = await this.inTransaction(place, records, (tx) => this.work(tx, place, records, held));
        await this.parts.watch?.('committed');
        return result;
      } catch (error) {
        if (!(error instanceof RunAgainWithout) || run === RERUNS) throw error;
        for (const key of error.held) held.set(key.key, key);
      }
    }
  }

  /** What happens inside the transaction of a batch. */
  protected async work(
    tx: Tx,
    place: Place,
    records: readonly InspectedRecord[],
    held: ReadonlyMap<string, HeldKey>,
  ): Promise<BatchResult> {
    const { topic, partition } = place;
    const keys = (): string[] => records.map((record) => record.key);
    const [book, blocked] = await Promise.all([
      this.parts.positions.lock(tx, topic, partition),
      this.parts.parked.blocked(tx, placeOf(place), keys),
    ]);
    await this.parts.watch?.('locked');
    const everyRecord = this.parts.handlers.readsEveryRecordOf(topic.name);
    const plan = planBatch({ records, book, blocked, held, everyRecord });
    const waiting = await this.handle(tx, place, plan);
    await this.parts.watch?.('handled');
    // What was dispatched stands before what was queued: a key dispatches nothing after its first queued record.
    await this.parts.parked.append(tx, placeOf(place), [...waiting, ...plan.queue]);
    await this.parts.positions.store(tx, topic, partition, book);
    if (plan.taken.length > 0) await place.companion?.add(tx, plan.taken);
    await this.parts.watch?.('stored');
    this.tell(tx, place, plan);
    return { taken: plan.taken.length, ...(plan.gap && { gap: plan.gap }) };
  }

  private async handle(tx: Tx, place: Place, plan: BatchPlan): Promise<QueueEntry[]> {
    const context = this.parts.contexts.contextFor(tx);
    if (plan.taken.length > 0)
      for (const handler of this.parts.handlers.everyRecordOf(place.topic.name))
        await handler(plan.taken.map(place.inspector.raw, place.inspector), context);
    if (plan.dispatch.length === 0) return [];
    const held = await this.parts.dispatcher.dispatch(plan.dispatch, context);
    if (held.length > 0) tx.afterCommit(() => this.parts.contexts.nudge());
    return held.flatMap(({ key, reason, giveUpAfterMs, records }) =>
      records.map(({ record }): QueueEntry => ({ key, state: 'waiting', reason, giveUpAfterMs, record })),
    );
  }

  /** The culprit goes to the parked records, and with it everything later of its key. */
  private async condemn(place: Place, records: readonly InspectedRecord[], error: unknown): Promise<BatchResult> {
    const [culprit] = records as [InspectedRecord];
    const reason = failureReason(error);
    return this.inTransaction(place, [culprit], async (tx) => {
      const book = await this.parts.positions.lock(tx, place.topic, place.partition);
      const everyRecord = this.parts.handlers.readsEveryRecordOf(place.topic.name);
      if ((everyRecord ? book.judgeJournal(culprit) : book.judge(culprit)) === 'skip') return { taken: 0 };
      const entry: QueueEntry = { key: culprit.key, state: 'parked', reason, record: culprit.record };
      await this.parts.parked.append(tx, placeOf(place), [entry]);
      await this.parts.positions.store(tx, place.topic, place.partition, book);
      await place.companion?.add(tx, records);
      tx.afterCommit(() => this.sayParked(place, culprit, reason));
      return { taken: 1 };
    });
  }

  private inTransaction<T>(place: Place, records: readonly InspectedRecord[], work: (tx: Tx) => Promise<T>) {
    const { keySpace: space } = place.topic;
    const partitions = [{ space, partition: place.partition }];
    const { keys = [] } = place.companion ?? {};
    const near = (): LaneKey[] => [...new Set(records.map(({ key }) => key))].map((key) => ({ space, key }));
    return this.parts.transactions.run({ keys, partitions, near, timeoutMs: this.parts.batchMs ?? BATCH_MS }, work);
  }

  private tell(tx: Tx, place: Place, plan: BatchPlan): void {
    for (const record of plan.taken) {
      const { problem } = record;
      if (problem !== undefined) tx.afterCommit(() => this.sayParked(place, record, problem));
    }
  }

  private sayParked(
    place: Place,
    { record, envelope }: Pick<InspectedRecord, 'record' | 'envelope'>,
    reason: string,
  ): void {
    const where = { topic: place.topic.name, partition: place.partition, offset: record.offset.toString() };
    this.parts.logger.error({ ...where, event: envelope?.id, type: envelope?.type, reason }, 'a record was set aside');
  }
}

function isCondemned(error: unknown, unknownToo: boolean): boolean {
  const failure = failureOf(error);
  return failure === 'condemned' || (unknownToo && failure === 'unknown');
}
