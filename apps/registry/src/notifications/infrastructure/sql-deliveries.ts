import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Delivery } from '../application/deliveries.port.js';
import { Deliveries } from '../application/deliveries.port.js';

@Injectable()
export class SqlDeliveries extends Deliveries {
  async add(
    tx: Tx,
    { deliveryId, notificationId, personId }: Pick<Delivery, 'deliveryId' | 'notificationId' | 'personId'>,
    at: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO notification_delivery (delivery_id, notification_id, person_id, state, attempts, next_at)
       VALUES ($1, $2, $3, 'waiting', 0, $4)`,
      [deliveryId, notificationId, personId, at],
    );
  }

  take(tx: Tx, now: Date, limit: number): Promise<Delivery[]> {
    return tx.query<Delivery>(
      `SELECT delivery.delivery_id AS "deliveryId", delivery.notification_id AS "notificationId", delivery.person_id AS "personId",
         delivery.attempts, notice.kind, notice.about
       FROM notification_delivery delivery JOIN notification notice USING (notification_id)
       WHERE delivery.state = 'waiting' AND delivery.next_at <= $1
       ORDER BY delivery.next_at, delivery.delivery_id LIMIT $2 FOR UPDATE OF delivery SKIP LOCKED`,
      [now, limit],
    );
  }

  async sent(tx: Tx, deliveryId: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE notification_delivery SET state = 'sent', attempts = attempts + 1, sent_at = $2 WHERE delivery_id = $1`,
      [deliveryId, at],
    );
  }

  async failed(tx: Tx, deliveryId: string, nextAt: Date | null): Promise<void> {
    await tx.query(
      `UPDATE notification_delivery SET attempts = attempts + 1, next_at = coalesce($2, next_at),
         state = CASE WHEN $2::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END WHERE delivery_id = $1`,
      [deliveryId, nextAt],
    );
  }
}
