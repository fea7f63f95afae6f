import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Call, CallMade } from '../application/call-list.port.js';
import { CallList } from '../application/call-list.port.js';

const SELECT = `SELECT call.call_id AS "callId", call.notification_id AS "notificationId", call.person_id AS "personId", notice.kind,
    notice.about, call.state, call.attempts, call.claimed_by AS "claimedBy", call.claimed_until AS "claimedUntil",
    call.created_at AS "createdAt"
  FROM hotline_call call JOIN notification notice USING (notification_id)`;

@Injectable()
export class SqlCallList extends CallList {
  async add(
    tx: Tx,
    { callId, notificationId, personId }: Pick<Call, 'callId' | 'notificationId' | 'personId'>,
    at: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO hotline_call (call_id, notification_id, person_id, state, attempts, created_at)
       VALUES ($1, $2, $3, 'open', 0, $4) ON CONFLICT (notification_id) DO NOTHING`,
      [callId, notificationId, personId, at],
    );
  }

  async find(tx: Tx, callId: string): Promise<Call | undefined> {
    return (await tx.query<Call>(`${SELECT} WHERE call.call_id = $1`, [callId]))[0];
  }

  open(tx: Tx, limit: number): Promise<Call[]> {
    return tx.query<Call>(
      `${SELECT} WHERE call.state = 'open'
       ORDER BY notice.kind IN ('order_cancelled_by_site', 'delivery_failed', 'booking_cancelled_by_centre', 'waitlist_offer') DESC, call.call_id LIMIT $1`,
      [limit],
    );
  }

  async claim(tx: Tx, callId: string, by: string, now: Date, until: Date): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE hotline_call SET claimed_by = $2, claimed_until = $4
       WHERE call_id = $1 AND state = 'open' AND (claimed_by IS NULL OR claimed_by = $2 OR claimed_until <= $3) RETURNING 1`,
      [callId, by, now, until],
    );
    return rows.length > 0;
  }

  async record(tx: Tx, { callId, state, attempts }: CallMade): Promise<void> {
    await tx.query(
      `UPDATE hotline_call SET state = $2, attempts = $3, claimed_by = CASE WHEN $2 = 'open' THEN NULL ELSE claimed_by END,
         claimed_until = NULL WHERE call_id = $1`,
      [callId, state, attempts],
    );
  }

  async close(tx: Tx, notificationId: string): Promise<void> {
    await tx.query(`UPDATE hotline_call SET state = 'reached' WHERE notification_id = $1 AND state = 'open'`, [
      notificationId,
    ]);
  }
}
