import type { WaitingListQuery, WaitingView } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { ViewScope } from '../../bookings/application/booking-views.port.js';
import type { Waiting } from '../domain/waiting.js';

export interface SessionKey {
  readonly siteId: string;
  readonly serviceDate: LocalDate;
}

/** What one worker's look finds to do. */
export interface DueWaiting {
  readonly id: string;
  readonly personId: string;
}

/** Those who wait, in the order in which they came. */
export abstract class Waitings {
  abstract find(tx: Tx, id: string): Promise<Waiting | undefined>;
  /** Locks the row: taken before the session's. */
  abstract lock(tx: Tx, id: string): Promise<Waiting | undefined>;
  /** Whether the person waits for, or is offered, a place on the date anywhere. */
  abstract waitsOn(tx: Tx, personId: string, serviceDate: LocalDate): Promise<boolean>;
  abstract insert(tx: Tx, waiting: Waiting): Promise<void>;
  abstract update(tx: Tx, waiting: Waiting): Promise<void>;
  abstract view(tx: Tx, id: string): Promise<WaitingView | undefined>;
  abstract list(tx: Tx, query: WaitingListQuery, scope: ViewScope | undefined): Promise<WaitingView[]>;
  /** Those who wait for or are offered a place of a session, in their order. */
  abstract openOf(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<DueWaiting[]>;
  /** Offers whose time is up, and those who wait for a session that cannot be booked any more. */
  abstract lapsed(tx: Tx, now: Date, limit: number): Promise<DueWaiting[]>;
  /** The first in line of each session that has a free place. */
  abstract nextInLine(tx: Tx, limit: number): Promise<DueWaiting[]>;
}
