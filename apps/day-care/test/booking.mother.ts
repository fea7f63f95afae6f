import { localDate } from '@doorstep/kernel';
import type { Booking } from '../src/bookings/domain/booking.js';
import { confirmed } from '../src/bookings/domain/booking.js';

export const MONDAY = localDate('2026-11-23');

/** Grandmother Li comes to Huishan on Monday at eight, stays until four and eats lunch there. */
export function bookingOfLi(change: Partial<Booking> = {}): Booking {
  const booking = confirmed({
    id: '019aa000-0000-7000-8000-000000000001',
    personId: '019aa000-0000-7000-8000-00000000000a',
    siteId: 'huishan-day-care',
    serviceDate: MONDAY,
    arrivesAt: '08:00',
    plannedMinutes: 480,
    withLunch: true,
    bookedBy: 'family',
    confirmedAt: new Date('2026-11-20T02:00:00Z'),
  });
  return { ...booking, ...change };
}
