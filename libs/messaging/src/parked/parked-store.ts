import { uuidv7 } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { IncomingRecord, TopicPartition } from '../kafka/ports.js';

/** Records that join the end of their key's queue. `state` and `reason` count only for a key that is not there yet. */
export interface QueueEntry {
  readonly key: string;
  readonly state: 'parked' | 'waiting';
  readonly reason: string;
  readonly giveUpAfterMs?: number;
  readonly record: IncomingRecord;
}

const LONGEST_REASON = 300;
/** Above this the keys of a batch are asked for one by one instead of reading all of the partition. */
const FEW = 1_000;

/** Keys that are out of the stream, with their records in order. Always used under the lanes of their partition. */
export class ParkedStore {
  constructor(private readonly consumer: string) {}

  /** Which of the keys are parked or waiting. */
  async blocked(tx: Tx, place: TopicPartition, keys: () => readonly string[]): Promise<Set<string>> {
    const { rows } = await tx.client.query<{ key: string }>({
      name: 'parked-few',
      text: 'SELECT key FROM parked_key WHERE consumer = $1 AND topic = $2 AND partition = $3 LIMIT $4',
      values: [this.consumer, place.topic, place.partition, FEW],
    });
    if (rows.length < FEW) return new Set(rows.map((row) => row.key));
    const among = await tx.client.query<{ key: string }>({
      name: 'parked-among',
      text: 'SELECT key FROM parked_key WHERE consumer = $1 AND topic = $2 AND partition = $3 AND key = ANY($4)',
      values: [this.consumer, place.topic, place.partition, keys()],
    });
    return new Set(among.rows.map((row) => row.key));
  }

  async append(tx: Tx, place: TopicPartition, entries: readonly QueueEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const first = new Map<string, QueueEntry>();
    for (const entry of entries) if (!first.has(entry.key)) first.set(entry.key, entry);
    await this.createKeys(tx, place, [...first.values()]);
    await tx.query(
      `INSERT INTO parked_message (parked_key_id, "offset", record_key, bytes)
       SELECT k.id, m.at, m.record_key, m.bytes
       FROM unnest($4::text[], $5::bigint[], $6::text[], $7::bytea[]) WITH ORDINALITY AS m(key, at, record_key, bytes, n)
       JOIN parked_key k ON (k.consumer, k.topic, k.partition, k.key) = ($1, $2, $3, m.key)
       ORDER BY m.n`,
      [
        this.consumer,
        place.topic,
        place.partition,
        entries.map((entry) => entry.key),
        entries.map((entry) => entry.record.offset.toString()),
        entries.map((entry) => cleanText(entry.record.key)),
        entries.map((entry) => entry.record.value),
      ],
    );
  }

  /** Makes waiting keys due at once. */
  async wake(tx: Tx, topic: string, keys: readonly string[]): Promise<void> {
    await tx.client.query({
      name: 'parked-wake',
      text: `UPDATE parked_key SET next_attempt_at = now()
        WHERE consumer = $1 AND topic = $2 AND key = ANY($3) AND state = 'waiting' AND next_attempt_at > now()`,
      values: [this.consumer, topic, keys],
    });
  }

  private async createKeys(tx: Tx, place: TopicPartition, entries: readonly QueueEntry[]): Promise<void> {
    await tx.query(
      `INSERT INTO parked_key (id, consumer, topic, partition, key, state, reason, next_attempt_at, give_up_at)
       SELECT k.id, $1, $2, $3, k.key, k.state, k.reason,
         CASE k.state WHEN 'waiting' THEN now() + interval '250 milliseconds' END,
         CASE k.state WHEN 'waiting' THEN now() + k.give_up_ms * interval '1 millisecond' END
       FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[]) AS k(id, key, state, reason, give_up_ms)
       ON CONFLICT (consumer, topic, partition, key) DO NOTHING`,
      [
        this.consumer,
        place.topic,
        place.partition,
        entries.map(() => uuidv7()),
        entries.map((entry) => entry.key),
        entries.map((entry) => entry.state),
        entries.map((entry) => shortReason(entry.reason)),
        entries.map((entry) => Math.round(entry.giveUpAfterMs ?? 0)),
      ],
    );
  }
}

/** Codes and positions only; whatever text of a record got into it must at least fit the column. */
export function shortReason(reason: string): string {
  return reason.replaceAll('\0', '').slice(0, LONGEST_REASON);
}

function cleanText(key: string | null): string | null {
  return key === null || key.includes('\0') || key.length > LONGEST_REASON ? null : key;
}
