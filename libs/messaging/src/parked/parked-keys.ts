import { OPERATION_EVENTS, type EventDefinition } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { LaneKey, Transactions, Tx } from '@doorstep/persistence';
import type { EventMeta } from '../events/event-meta.js';
import { newEvent } from '../events/new-event.js';
import type { TopicPartition } from '../kafka/ports.js';
import type { Outbox } from '../outbox/outbox.js';
import { codeOf } from './failure-reason.js';
import type { KeyWorker } from './key-worker.js';
import { ParkedKeyNotFoundError } from './parked-keys.errors.js';
import type { Dismissal, ParkedKeyView, RetryOutcome } from './parked-keys.schema.js';
import type { KeyProgress } from './queued-keys.js';

/** Services that have parked keys, and with them a topic for what people did about them. */
export type OperatedService = keyof typeof OPERATION_EVENTS;

export interface ParkedKeysParts {
  readonly service: OperatedService;
  readonly transactions: Transactions;
  readonly outbox: Outbox;
  readonly worker: KeyWorker;
  readonly clock: Clock;
}

interface FoundKey extends TopicPartition {
  readonly id: string;
  readonly messages: number;
  readonly reason: string;
  readonly space: LaneKey['space'];
}

/** What people can see of, and do about, keys that are out of the stream. Every act is an event in the same transaction. */
export class ParkedKeys {
  constructor(private readonly parts: ParkedKeysParts) {}

  /** Oldest first; `after` is the id of the last one seen. */
  async list(limit: number, after?: string): Promise<ParkedKeyView[]> {
    const rows = await this.parts.transactions.read((tx) =>
      tx.query<Record<keyof ParkedKeyView, unknown>>(
        `SELECT k.id, k.topic, k.key, k.state, k.reason, k.attempts, k.since, k.next_attempt_at AS "nextAttemptAt",
           k.give_up_at AS "giveUpAt", (SELECT count(*)::int FROM parked_message m WHERE m.parked_key_id = k.id) AS messages
         FROM parked_key k WHERE k.consumer = $1 AND ($2::uuid IS NULL OR k.id > $2) ORDER BY k.id LIMIT $3`,
        [this.parts.service, after ?? null, limit],
      ),
    );
    return rows.map(({ since, nextAttemptAt, giveUpAt, ...row }) => ({
      ...(row as Omit<ParkedKeyView, 'since' | 'nextAttemptAt' | 'giveUpAt'>),
      since: (since as Date).toISOString(),
      nextAttemptAt: (nextAttemptAt as Date | null)?.toISOString() ?? null,
      giveUpAt: (giveUpAt as Date | null)?.toISOString() ?? null,
    }));
  }

  /** Works the key off in order, now. @throws ParkedKeyNotFoundError */
  async retry(id: string, meta: EventMeta): Promise<RetryOutcome> {
    const found = await this.parts.transactions.read((tx) => this.find(tx, id));
    const companion = {
      keys: [operationLane(id)],
      add: (tx: Tx, [progress]: readonly KeyProgress[]) =>
        progress?.rest.state === 'more'
          ? Promise.resolve()
          : this.publish(tx, meta, 'retried', found, { reason: codeOf(found.reason) }),
    };
    for (;;) {
      const [progress] = await this.parts.worker.workOff(found, [id], companion);
      if (!progress || progress.rest.state === 'done') return { state: 'done', reason: null };
      if (progress.rest.state !== 'more') return { state: progress.rest.state, reason: progress.rest.reason };
    }
  }

  /** Gives the key's records up; the audit log keeps their bytes. Later events of the key are handled again. */
  async dismiss(id: string, dismissal: Dismissal, meta: EventMeta): Promise<void> {
    const found = await this.parts.transactions.read((tx) => this.find(tx, id));
    const partitions = [{ space: found.space, partition: found.partition }];
    await this.parts.transactions.run({ keys: [operationLane(id)], partitions }, async (tx) => {
      const present = await this.find(tx, id);
      await tx.query('DELETE FROM parked_key WHERE id = $1', [id]);
      await this.publish(tx, meta, 'dismissed', present, dismissal);
    });
  }

  private async find(tx: Tx, id: string): Promise<FoundKey> {
    const [row] = await tx.query<Omit<FoundKey, 'space'>>(
      `SELECT k.id, k.topic, k.partition, k.reason,
         (SELECT count(*)::int FROM parked_message m WHERE m.parked_key_id = k.id) AS messages
       FROM parked_key k WHERE k.consumer = $1 AND k.id = $2`,
      [this.parts.service, id],
    );
    if (!row) throw new ParkedKeyNotFoundError();
    return { ...row, space: this.parts.worker.spaceOf(row.topic) };
  }

  private async publish(
    tx: Tx,
    meta: EventMeta,
    act: 'retried' | 'dismissed',
    { id, topic, messages }: FoundKey,
    why: object,
  ): Promise<void> {
    const definition: EventDefinition = OPERATION_EVENTS[this.parts.service][act];
    const data = { parkedKeyId: id, topic, messages, at: this.parts.clock.now().toISOString(), ...why };
    await this.parts.outbox.add(tx, meta, newEvent(definition, id, data));
  }
}

function operationLane(id: string): LaneKey {
  return { space: 'operation', key: id };
}
