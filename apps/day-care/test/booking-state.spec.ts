import { describe, expect, it } from '@jest/globals';
import type { BookingState } from '../src/bookings/domain/booking-state.js';
import { INITIAL_STATE, LIVE_STATES, mayBecome, TRANSITIONS } from '../src/bookings/domain/booking-state.js';

const states = Object.keys(TRANSITIONS) as BookingState[];

describe('the life of a booking', () => {
  it('names only states that exist', () => {
    for (const next of Object.values(TRANSITIONS).flat()) expect(states).toContain(next);
    for (const live of LIVE_STATES) expect(states).toContain(live);
  });

  it('reaches every state from the first one', () => {
    const reached = new Set<BookingState>([INITIAL_STATE]);
    for (const state of reached) for (const next of TRANSITIONS[state]) reached.add(next);
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('never returns to a state', () => {
    const after = (state: BookingState): BookingState[] => TRANSITIONS[state].flatMap((next) => [next, ...after(next)]);
    for (const state of states) expect(after(state)).not.toContain(state);
  });

  it('lets nobody leave an end', () => {
    const ends = states.filter((state) => TRANSITIONS[state].length === 0);
    expect(ends.sort()).toEqual(['cancelled', 'completed', 'no_show']);
    for (const end of ends) for (const other of states) expect(mayBecome(end, other)).toBe(false);
  });
});
