import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { NewNotice, NoticeKind, NoticeSubject, PlannedNotice, Reach } from '../domain/notice.js';

export interface StoredNotice {
  readonly notificationId: string;
  readonly personId: string;
  readonly kind: NoticeKind;
  readonly about: NoticeSubject;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  readonly acknowledgedAt: Date | null;
}

export interface NoticeFilter {
  readonly personId?: string | undefined;
  readonly unread: boolean;
  /** The reader whose marks count. */
  readonly reader: string;
  /** For families: only notices of these rights about these people. Undefined for staff. */
  readonly told?: readonly { readonly personId: string; readonly right: string }[] | undefined;
  readonly after: string;
  readonly limit: number;
}

/** Notices as they lie in inboxes, and those that are still to come. */
export abstract class NoticeBoard {
  /** False when it was told before, or nobody is there (any more) whom it concerns. */
  abstract add(tx: Tx, notice: NewNotice & { readonly notificationId: string }, at: Date): Promise<boolean>;
  abstract reachOf(tx: Tx, personId: string, kind: NoticeKind, today: LocalDate): Promise<Reach>;
  abstract find(tx: Tx, notificationId: string, reader: string): Promise<StoredNotice | undefined>;
  abstract list(tx: Tx, filter: NoticeFilter): Promise<StoredNotice[]>;
  abstract markRead(tx: Tx, notice: StoredNotice, reader: string, at: Date): Promise<void>;
  abstract acknowledge(tx: Tx, notificationId: string, by: string, at: Date): Promise<void>;
  /** Puts the plans of a person and kind in place of what was planned before. */
  abstract plan(tx: Tx, personId: string, kind: NoticeKind, plans: readonly PlannedNotice[]): Promise<void>;
  /** Adds plans of any people; what is planned for an occasion stays. */
  abstract remind(tx: Tx, plans: readonly PlannedNotice[]): Promise<void>;
  abstract unplan(
    tx: Tx,
    kind: NoticeKind,
    occasions: readonly { readonly personId: string; readonly onceKey: string }[],
  ): Promise<void>;
  /** Takes what is due away, some at a time; what is of no use any more, such as a reminder of a meal that was ordered, is not told. */
  abstract takeDue(
    tx: Tx,
    now: Date,
    limit: number,
  ): Promise<{ readonly taken: number; readonly plans: PlannedNotice[] }>;
}
