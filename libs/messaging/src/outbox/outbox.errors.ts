import { DomainError } from '@doorstep/kernel';

/** The canonical data of an event is larger than the contract allows. */
export class EventTooLargeError extends DomainError {
  constructor(type: string, bytes: number) {
    super('MESSAGING.EVENT_TOO_LARGE', 'the data of an event is too large', { type, bytes });
  }
}
