import type { ActChannel } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { Booking } from '../domain/booking.js';

/** The account that acted, and through which channel the wish came; null: nobody acted for anybody. */
export interface Act {
  readonly by: string;
  readonly via: ActChannel | null;
}

export abstract class Bookings {
  abstract find(tx: Tx, id: string): Promise<Booking | undefined>;
  /**
   * The booking that a person has on a date, if it is still live.
   * @throws RaceLostError when the lane of a file is missing, since files became one person meanwhile
   */
  abstract findLive(tx: Tx, personId: string, serviceDate: LocalDate): Promise<Booking | undefined>;
  /** Confirmed bookings of these persons on dates from `from` on, in a stable order. */
  abstract confirmedOf(tx: Tx, personIds: readonly string[], from: LocalDate): Promise<Booking[]>;
  /** Confirmed bookings of a session, at most `limit`. */
  abstract confirmedAt(tx: Tx, siteId: string, serviceDate: LocalDate, limit: number): Promise<Booking[]>;
  abstract insert(tx: Tx, booking: Booking, placed: Act): Promise<void>;
  /** Keeps who called a booking off. */
  abstract noteCancelled(tx: Tx, id: string, act: Act): Promise<void>;
  /** Writes the progress of bookings; what was booked never changes. */
  abstract update(tx: Tx, bookings: readonly Booking[]): Promise<void>;
  /** Adds what insurance paid to what was entered before; false when that was too often. */
  abstract noteInsurance(tx: Tx, booking: Booking, entered: { by: string; at: Date }): Promise<boolean>;
}
