import type { Tx } from '@doorstep/persistence';
import type { NoticeKind, NoticeSubject } from '../domain/notice.js';

export interface Call {
  readonly callId: string;
  readonly notificationId: string;
  readonly personId: string;
  readonly kind: NoticeKind;
  readonly about: NoticeSubject;
  readonly state: 'open' | 'reached' | 'given_up';
  readonly attempts: number;
  readonly claimedBy: string | null;
  readonly claimedUntil: Date | null;
  readonly createdAt: Date;
}

export interface CallMade {
  readonly callId: string;
  readonly state: Call['state'];
  readonly attempts: number;
}

/** Whom the hotline has to call. */
export abstract class CallList {
  abstract add(tx: Tx, call: Pick<Call, 'callId' | 'notificationId' | 'personId'>, at: Date): Promise<void>;
  abstract find(tx: Tx, callId: string): Promise<Call | undefined>;
  /** Open ones, urgent ones first, then the oldest. */
  abstract open(tx: Tx, limit: number): Promise<Call[]>;
  /** False when somebody else has it, or it is done. */
  abstract claim(tx: Tx, callId: string, by: string, now: Date, until: Date): Promise<boolean>;
  abstract record(tx: Tx, made: CallMade): Promise<void>;
  /** Somebody took care of the notice by another way. */
  abstract close(tx: Tx, notificationId: string): Promise<void>;
}
