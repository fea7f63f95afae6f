import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { Session } from '../domain/session.js';

export type LineStep = 'join' | 'offer' | 'take' | 'give_back' | 'leave';

export abstract class Sessions {
  abstract find(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<Session | undefined>;
  /** Locks the row, so that nobody books meanwhile. */
  abstract lock(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<Session | undefined>;
  /** Both days included, in order of date. */
  abstract list(tx: Tx, siteId: string, from: LocalDate, to: LocalDate): Promise<Session[]>;
  /** Writes the plan; never the count of bookings. */
  abstract save(tx: Tx, session: Session): Promise<void>;
  /** Live bookings of the session that have not ended and lie outside its hours. */
  abstract countOutsideHours(tx: Tx, session: Session): Promise<number>;
  /** Takes one place if one is free for anybody, in one conditional statement; otherwise answers undefined and changes nothing. */
  abstract takePlace(tx: Tx, siteId: string, serviceDate: LocalDate): Promise<Session | undefined>;
  /**
   * A step of somebody in line, in one conditional statement; answers undefined and changes nothing when it cannot be taken. `join`: only
   * while no place is free for anybody, and at most `most` people. `offer`: keeps a free place. `take`, `give_back`: of a place that was
   * kept. `leave`: out of the line.
   */
  abstract move(
    tx: Tx,
    session: { readonly siteId: string; readonly serviceDate: LocalDate },
    step: LineStep,
    most?: number,
  ): Promise<Session | undefined>;
  /** Gives back one place for each entry; rows are locked in order of site and date. */
  abstract freePlaces(tx: Tx, places: readonly { siteId: string; serviceDate: LocalDate }[]): Promise<void>;
  /** Sessions with free places around a date, nearest first. */
  abstract nearestFree(tx: Tx, siteId: string, around: LocalDate, earliest: LocalDate): Promise<Session[]>;
}
