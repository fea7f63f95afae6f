import { PlacesAndBookings1795338000000 } from './20261122090000-places-and-bookings.js';

export const migrations = [PlacesAndBookings1795338000000];
