import type { Tx } from '@doorstep/persistence';
import type { NoticeKind, NoticeSubject } from '../domain/notice.js';

export interface Delivery {
  readonly deliveryId: string;
  readonly notificationId: string;
  readonly personId: string;
  readonly kind: NoticeKind;
  readonly about: NoticeSubject;
  readonly attempts: number;
}

/** Messages on their way out. */
export abstract class Deliveries {
  abstract add(tx: Tx, delivery: Pick<Delivery, 'deliveryId' | 'notificationId' | 'personId'>, at: Date): Promise<void>;
  /** Takes waiting ones for this transaction; others running at the same time get others. */
  abstract take(tx: Tx, now: Date, limit: number): Promise<Delivery[]>;
  abstract sent(tx: Tx, deliveryId: string, at: Date): Promise<void>;
  /** `nextAt` null: given up. */
  abstract failed(tx: Tx, deliveryId: string, nextAt: Date | null): Promise<void>;
}
