export type BookingState = 'confirmed' | 'checked_in' | 'completed' | 'cancelled' | 'no_show';

export const INITIAL_STATE: BookingState = 'confirmed';

/** The life of a booking. A state without a way out is an end. Who waits for a place has no booking yet. */
export const TRANSITIONS: Readonly<Record<BookingState, readonly BookingState[]>> = {
  confirmed: ['checked_in', 'cancelled', 'no_show'],
  checked_in: ['completed'],
  completed: [],
  cancelled: [],
  no_show: [],
};

/** While in one of these, a person has no other booking on the same date (`uq_booking_live_person_id_service_date`). */
export const LIVE_STATES: readonly BookingState[] = ['confirmed', 'checked_in', 'completed'];

export function mayBecome(from: BookingState, to: BookingState): boolean {
  return TRANSITIONS[from].includes(to);
}
