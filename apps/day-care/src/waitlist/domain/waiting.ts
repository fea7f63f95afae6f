import type { LocalDate } from '@doorstep/kernel';
import { NotOfferedError, NotWaitingError } from './waiting.errors.js';
import type { WaitingEnd, WaitingState } from './waiting-state.js';

/** Somebody who wants a place in a full session; taking it makes a booking of the same id. */
export interface Waiting {
  readonly id: string;
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  /** `HH:MM`, Asia/Shanghai. */
  readonly arrivesAt: string;
  readonly plannedMinutes: number;
  readonly withLunch: boolean;
  readonly bookedBy: 'family' | 'hotline' | 'worker' | 'staff' | 'self';
  readonly state: WaitingState;
  readonly joinedAt: Date;
  readonly offeredAt: Date | null;
  /** The place is kept until then, and not a moment longer. */
  readonly offerUntil: Date | null;
  readonly endedAt: Date | null;
}

export function offered(waiting: Waiting, now: Date, until: Date): Waiting {
  if (waiting.state !== 'waiting') throw new NotWaitingError(waiting.state);
  return { ...waiting, state: 'offered', offeredAt: now, offerUntil: until };
}

/** Takes the place that is kept. Throws NotOfferedError, also when the time is up and nobody has noticed yet. */
export function accepted(waiting: Waiting, now: Date): Waiting {
  if (waiting.state !== 'offered' || isLapsed(waiting, now)) throw new NotOfferedError(waiting.state);
  return ended(waiting, 'accepted', now);
}

/** Who was offered a place declines it; who still waits leaves the line. */
export function refused(waiting: Waiting, now: Date): Waiting {
  return ended(waiting, waiting.state === 'offered' ? 'declined' : 'left', now);
}

export function ended(waiting: Waiting, how: WaitingEnd, now: Date): Waiting {
  if (waiting.state !== 'waiting' && waiting.state !== 'offered') throw new NotWaitingError(waiting.state);
  return { ...waiting, state: how, endedAt: now };
}

export function isLapsed({ offerUntil }: Waiting, now: Date): boolean {
  return offerUntil !== null && now >= offerUntil;
}

/** An offer holds for so many minutes, and never longer than places of the session can be booked. */
export function offerUntil(now: Date, minutes: number, bookableUntil: Date): Date {
  return new Date(Math.min(now.getTime() + minutes * 60_000, bookableUntil.getTime()));
}
