import { ForbiddenError } from '@doorstep/kernel';

/** What one person asked for another one decides; the database refuses it as well. */
export class SecondPersonError extends ForbiddenError {
  constructor() {
    super('FINANCE.SECOND_PERSON', 'another person has to do this');
  }
}
