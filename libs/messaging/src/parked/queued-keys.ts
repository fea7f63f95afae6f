import type { Tx } from '@doorstep/persistence';
import type { IncomingRecord } from '../kafka/ports.js';

/** A parked or waiting key as its row says. */
export interface QueuedKey {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly state: 'parked' | 'waiting';
  readonly attempts: number;
  readonly overdue: boolean;
  /** Position of its last record; null when it has none. */
  readonly last: string | null;
}

export interface QueuedRecord extends IncomingRecord {
  readonly keyId: string;
  readonly position: string;
}

/** What became of a key after it was worked on. `upTo` is the last position that is finished with. */
export interface KeyProgress {
  readonly id: string;
  readonly upTo: string | null;
  readonly rest:
    | { readonly state: 'parked'; readonly reason: string }
    | { readonly state: 'waiting'; readonly reason: string; readonly giveUpAfterMs: number; readonly newHead: boolean }
    | { readonly state: 'more' }
    | { readonly state: 'done' };
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/** Reads and moves the queues of parked and waiting keys, under the lanes of their partition. */
export class QueuedKeys {
  constructor(private readonly consumer: string) {}

  /** Waiting keys whose time has come, the longest overdue first. */
  async due(tx: Tx, limit: number): Promise<{ id: string; topic: string; partition: number }[]> {
    return tx.query(
      `SELECT id, topic, partition FROM parked_key
       WHERE consumer = $1 AND state = 'waiting' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT $2`,
      [this.consumer, limit],
    );
  }

  async keysOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const text = 'SELECT key FROM parked_key WHERE consumer = $1 AND id = ANY($2)';
    return (await tx.query<{ key: string }>(text, [this.consumer, ids])).map(({ key }) => key);
  }

  async lock(tx: Tx, ids: readonly string[]): Promise<QueuedKey[]> {
    return tx.query(
      `SELECT id, topic, partition, key, state, attempts, COALESCE(give_up_at <= now(), false) AS overdue,
         (SELECT max(position) FROM parked_message m WHERE m.parked_key_id = k.id)::text AS last
       FROM parked_key k WHERE consumer = $1 AND id = ANY($2) ORDER BY id FOR UPDATE`,
      [this.consumer, ids],
    );
  }

  /** The first records of each key, all in the order in which they came, at least one and no more bytes than given. */
  async records(tx: Tx, ids: readonly string[], limitPerKey: number, bytes: number): Promise<QueuedRecord[]> {
    const rows = await tx.query<{
      parked_key_id: string;
      position: string;
      offset: string;
      record_key: string | null;
      bytes: Buffer | null;
    }>(
      `SELECT m.parked_key_id, m.position, m."offset", m.record_key, m.bytes
       FROM (SELECT m.*, COALESCE(sum(octet_length(m.bytes)) OVER before, 0) AS bytes_before
         FROM unnest($1::uuid[]) AS k(id) CROSS JOIN LATERAL (
           SELECT * FROM parked_message WHERE parked_key_id = k.id ORDER BY position LIMIT $2) m
         WINDOW before AS (ORDER BY m.position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) m
       WHERE m.bytes_before < $3 ORDER BY m.position`,
      [ids, limitPerKey, bytes],
    );
    return rows.map((row) => ({
      keyId: row.parked_key_id,
      position: row.position,
      offset: BigInt(row.offset),
      key: row.record_key,
      value: row.bytes,
    }));
  }

  async save(tx: Tx, progress: readonly KeyProgress[]): Promise<void> {
    await tx.query(
      `DELETE FROM parked_message m USING unnest($1::uuid[], $2::bigint[]) AS p(id, up_to)
       WHERE m.parked_key_id = p.id AND m.position <= p.up_to`,
      [progress.map((each) => each.id), progress.map((each) => each.upTo)],
    );
    const done = progress.filter((each) => each.rest.state === 'done').map((each) => each.id);
    if (done.length > 0) await tx.query('DELETE FROM parked_key WHERE id = ANY($1)', [done]);
    for (const { id, rest } of progress) {
      if (rest.state === 'parked') await this.park(tx, id, rest.reason);
      if (rest.state === 'waiting') await this.wait(tx, id, rest);
    }
  }

  async park(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.query(
      `UPDATE parked_key SET state = 'parked', reason = $2, attempts = attempts + 1, next_attempt_at = NULL,
         give_up_at = NULL WHERE id = $1`,
      [id, reason],
    );
  }

  /** Puts a key off after trouble that says nothing about it. */
  async postpone(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE parked_key SET attempts = attempts + 1, next_attempt_at = now() + ${PAUSE}
       WHERE id = $1 AND state = 'waiting'`,
      [id],
    );
  }

  /**
   * Makes keys that wait come later, without counting it as an attempt. Takes no lane, which may be the very thing that was waited
   * for, and passes by what somebody is working on.
   */
  async putOff(tx: Tx, ids: readonly string[], milliseconds: number): Promise<void> {
    await tx.query(
      `UPDATE parked_key k SET next_attempt_at = now() + $2 * interval '1 millisecond'
       FROM (SELECT id FROM parked_key WHERE id = ANY($1) AND state = 'waiting' FOR UPDATE SKIP LOCKED) free
       WHERE k.id = free.id`,
      [ids, milliseconds],
    );
  }

  private async wait(
    tx: Tx,
    id: string,
    rest: { reason: string; giveUpAfterMs: number; newHead: boolean },
  ): Promise<void> {
    await tx.query(
      `UPDATE parked_key SET state = 'waiting', reason = $2, attempts = CASE WHEN $4 THEN 0 ELSE attempts + 1 END,
         give_up_at = d.deadline,
         next_attempt_at = LEAST(d.deadline, now() + CASE WHEN $4 THEN ${FIRST_PAUSE_MS} * interval '1 millisecond' ELSE ${PAUSE} END)
       FROM (SELECT CASE WHEN $4 OR give_up_at IS NULL THEN now() + $3 * interval '1 millisecond' ELSE give_up_at END AS deadline
             FROM parked_key WHERE id = $1) d
       WHERE id = $1`,
      [id, rest.reason, Math.round(rest.giveUpAfterMs), rest.newHead],
    );
  }
}

/** Doubles with every attempt, up to half a minute. */
const PAUSE = `LEAST(${LONGEST_PAUSE_MS}, ${FIRST_PAUSE_MS} * power(2, LEAST(attempts, 10))) * interval '1 millisecond'`;
