import { NotFoundError } from '@doorstep/kernel';

/** Unknown, or outside what the caller may know of: both look the same. */
export class PersonNotFoundError extends NotFoundError {
  constructor() {
    super('PERSON.NOT_FOUND', 'no such person');
  }
}
