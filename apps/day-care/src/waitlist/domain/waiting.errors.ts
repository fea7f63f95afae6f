import { ConflictError, NotFoundError } from '@doorstep/kernel';
import type { WaitingState } from './waiting-state.js';

export class WaitingNotFoundError extends NotFoundError {
  constructor() {
    super('WAITLIST.NOT_FOUND', 'nobody waits under this id');
  }
}

/** There is a place to be had: it is booked, not waited for. */
export class PlacesFreeError extends ConflictError {
  constructor() {
    super('WAITLIST.PLACES_FREE', 'a place is free; book it');
  }
}

export class AlreadyWaitingError extends ConflictError {
  constructor() {
    super('WAITLIST.ALREADY_WAITING', 'the person waits for a place on this date');
  }
}

export class WaitlistFullError extends ConflictError {
  constructor(limit: number) {
    super('WAITLIST.FULL', 'no more people can wait for this session', { limit });
  }
}

export class NotOfferedError extends ConflictError {
  constructor(state: WaitingState) {
    super('WAITLIST.NOT_OFFERED', 'no place is kept for this one now', { state });
  }
}

export class NotWaitingError extends ConflictError {
  constructor(state: WaitingState) {
    super('WAITLIST.OVER', 'waiting is over', { state });
  }
}
