import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Horizon, LapsedHold } from '../application/lapsed-holds.port.js';
import { LapsedHolds } from '../application/lapsed-holds.port.js';

const HEAR = `INSERT INTO claim_horizon AS h (topic, partition, seen_until) VALUES ($1, $2, $3)
  ON CONFLICT (topic, partition) DO UPDATE SET seen_until = greatest(h.seen_until, excluded.seen_until)`;

const RFC3339 = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const HORIZONS = `SELECT topic, partition, to_char(seen_until AT TIME ZONE 'UTC', ${RFC3339}) AS "seenUntil" FROM claim_horizon`;

const FIND = `SELECT claim_id AS "claimId", kind, person_id AS "personId", origin_id AS "originId", service_date::text AS "serviceDate",
    to_char(hold_until AT TIME ZONE 'UTC', ${RFC3339}) AS "holdUntil"
  FROM claim WHERE state = 'held' AND hold_until <= now() AND ($1::timestamptz IS NULL OR (hold_until, claim_id) > ($1, $2::uuid))
  ORDER BY hold_until, claim_id LIMIT $3`;

const CONFIRM = `SELECT c.claim_id FROM claim c
  WHERE c.claim_id = ANY($1::uuid[]) AND c.state = 'held' AND c.hold_until <= now()
    AND NOT EXISTS (SELECT FROM parked_key k WHERE k.key = c.person_id::text)`;

@Injectable()
export class SqlLapsedHolds extends LapsedHolds {
  async hear(tx: Tx, { topic, partition, seenUntil }: Horizon): Promise<void> {
    await tx.client.query({ name: 'hear', text: HEAR, values: [topic, partition, seenUntil] });
  }

  async horizons(tx: Tx): Promise<Horizon[]> {
    return tx.query<Horizon>(HORIZONS);
  }

  async find(tx: Tx, after: LapsedHold | undefined, limit: number): Promise<LapsedHold[]> {
    return tx.query<LapsedHold>(FIND, [after?.holdUntil ?? null, after?.claimId ?? null, limit]);
  }

  async confirm(tx: Tx, claimIds: readonly string[]): Promise<string[]> {
    return (await tx.query<{ claim_id: string }>(CONFIRM, [claimIds])).map((row) => row.claim_id);
  }
}
