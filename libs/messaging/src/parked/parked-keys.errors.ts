import { NotFoundError } from '@doorstep/kernel';

export class ParkedKeyNotFoundError extends NotFoundError {
  constructor() {
    super('MESSAGING.PARKED_KEY_NOT_FOUND', 'no such parked or waiting key');
  }
}
