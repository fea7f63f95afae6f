import type { KeySpace } from '@doorstep/contracts';
import { failureOf, type LaneKey, type Transactions, type Tx } from '@doorstep/persistence';
import type { ContextFactory } from '../consumer/context-factory.js';
import { RunAgainWithout, type Dispatcher, type HeldKey } from '../consumer/dispatcher.js';
import type { Handlers } from '../consumer/handlers.js';
import { KeyQueue } from './key-queue.js';
import { RecordInspector } from '../consumer/record-inspector.js';
import type { BatchContext } from '../events/received-event.js';
import type { TopicPartition } from '../kafka/ports.js';
import { failureReason } from './failure-reason.js';
import { shortReason } from './parked-store.js';
import type { KeyProgress, QueuedKey, QueuedKeys, QueuedRecord } from './queued-keys.js';

export interface KeyWorkerParts {
  readonly transactions: Transactions;
  readonly handlers: Handlers;
  readonly dispatcher: Dispatcher;
  readonly contexts: ContextFactory;
  readonly queued: QueuedKeys;
}

/** Something that must commit together with what became of the keys. */
export interface Companion {
  readonly keys: readonly LaneKey[];
  add(tx: Tx, progress: readonly KeyProgress[]): Promise<void>;
}

const RECORDS_PER_KEY = 200;
/** Of records in one transaction, whatever the number of its keys; one record more may be begun. */
const MOST_BYTES = 4 * 1024 * 1024;
const RERUNS = 8;
const WORK_MS = 30_000;
/** An error of unknown kind is believed after so many attempts. */
const UNKNOWN_ATTEMPTS = 5;

interface Attempt {
  readonly place: TopicPartition;
  readonly ids: readonly string[];
  readonly perKey: number;
  readonly companion?: Companion;
}

/** Works off parked and waiting keys of one partition, in order, under its lanes: the same dispatch as for a batch. */
export class KeyWorker {
  constructor(private readonly parts: KeyWorkerParts) {}

  spaceOf(topic: string): KeySpace {
    return this.parts.handlers.topicNamed(topic).keySpace;
  }

  /** @throws what says nothing about the input; nothing has changed then. */
  async workOff(place: TopicPartition, ids: readonly string[], companion?: Companion): Promise<KeyProgress[]> {
    const [only] = ids;
    if (only === undefined) return [];
    try {
      return await this.attempt({ place, ids, perKey: RECORDS_PER_KEY, ...(companion && { companion }) });
    } catch (error) {
      if (failureOf(error) === 'transient') throw error;
      if (ids.length > 1) return this.halves(place, ids);
      return this.oneByOne(place, only, companion);
    }
  }

  private async halves(place: TopicPartition, ids: readonly string[]): Promise<KeyProgress[]> {
    const middle = Math.ceil(ids.length / 2);
    return [...(await this.workOff(place, ids.slice(0, middle))), ...(await this.workOff(place, ids.slice(middle)))];
  }

  /** Finds the record of a key that fails, so that what stands before it takes effect. */
  private async oneByOne(place: TopicPartition, id: string, companion?: Companion): Promise<KeyProgress[]> {
    for (;;) {
      try {
        const progress = await this.attempt({ place, ids: [id], perKey: 1, ...(companion && { companion }) });
        if (progress[0]?.rest.state !== 'more') return progress;
      } catch (error) {
        if (failureOf(error) === 'transient') throw error;
        return this.fail(place, id, error, companion);
      }
    }
  }

  private async fail(place: TopicPartition, id: string, error: unknown, companion?: Companion): Promise<KeyProgress[]> {
    return this.inTransaction({ place, ids: [id], companion }, async (tx) => {
      const [key] = await this.parts.queued.lock(tx, [id]);
      if (!key) return [];
      const reason = shortReason(failureReason(error));
      const believed = failureOf(error) === 'condemned' || key.state === 'parked' || key.attempts >= UNKNOWN_ATTEMPTS;
      if (believed) await this.parts.queued.park(tx, id, reason);
      else await this.parts.queued.postpone(tx, id);
      const rest = believed ? ({ state: 'parked', reason } as const) : ({ state: 'more' } as const);
      const progress: KeyProgress[] = [{ id, upTo: null, rest }];
      await companion?.add(tx, progress);
      return progress;
    });
  }

  private async attempt(attempt: Attempt): Promise<KeyProgress[]> {
    const held = new Map<string, HeldKey>();
    for (let run = 0; ; run++) {
      try {
        return await this.inTransaction(attempt, (tx) => this.work(tx, attempt, held));
      } catch (error) {
        if (!(error instanceof RunAgainWithout) || run === RERUNS) throw error;
        for (const key of error.held) held.set(key.key, key);
      }
    }
  }

  private async work(tx: Tx, attempt: Attempt, heldBefore: ReadonlyMap<string, HeldKey>): Promise<KeyProgress[]> {
    const keys = await this.parts.queued.lock(tx, attempt.ids);
    const records = await this.parts.queued.records(
      tx,
      keys.map((key) => key.id),
      attempt.perKey,
      MOST_BYTES,
    );
    const queues = this.inspect(attempt.place, keys, records);
    const ready = queues.flatMap((queue) => queue.ready(heldBefore.get(queue.key.key)));
    const context = this.parts.contexts.contextFor(tx);
    await this.journal(attempt.place, queues, context);
    const dispatched = ready.filter((record) => record.kind === 'event').sort((a, b) => a.index - b.index);
    const heldNow = await this.parts.dispatcher.dispatch(dispatched, context);
    const held = new Map([...heldBefore, ...heldNow.map((key) => [key.key, key] as const)]);
    const progress = queues.map((queue) => queue.progress(held.get(queue.key.key)));
    await this.parts.queued.save(tx, progress);
    await attempt.companion?.add(tx, progress);
    return progress;
  }

  /** A record of a journalled topic that had been set aside goes to the journal after all. */
  private async journal(place: TopicPartition, queues: readonly KeyQueue[], context: BatchContext): Promise<void> {
    const handlers = this.parts.handlers.everyRecordOf(place.topic);
    const raw = handlers.length > 0 ? queues.flatMap((queue) => queue.raw()) : [];
    if (raw.length === 0) return;
    for (const handler of handlers) await handler(raw, context);
  }

  private inspect(place: TopicPartition, keys: readonly QueuedKey[], records: readonly QueuedRecord[]): KeyQueue[] {
    const topic = this.parts.handlers.topicNamed(place.topic);
    const inspector = new RecordInspector(this.parts.handlers, topic, place.partition);
    const journalled = this.parts.handlers.readsEveryRecordOf(place.topic);
    const queues = new Map(keys.map((key) => [key.id, new KeyQueue(key, inspector, journalled)]));
    records.forEach((record, index) => queues.get(record.keyId)?.push(record, index));
    return [...queues.values()];
  }

  private inTransaction<T>(
    { place, ids, companion }: Pick<Attempt, 'place' | 'ids'> & { readonly companion?: Companion | undefined },
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const { transactions, queued } = this.parts;
    const space = this.spaceOf(place.topic);
    const partitions = [{ space, partition: place.partition }];
    const near = async (): Promise<LaneKey[]> => {
      const keys = await transactions.read((tx) => queued.keysOf(tx, ids));
      return keys.map((key) => ({ space, key }));
    };
    return transactions.run({ keys: companion?.keys ?? [], partitions, near, timeoutMs: WORK_MS }, work);
  }
}
