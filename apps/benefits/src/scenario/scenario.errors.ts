import { DomainError } from '@doorstep/kernel';

/** A scenario that cannot be run as it is written. */
export class ScenarioError extends DomainError {
  override readonly name = 'ScenarioError';

  constructor(message: string) {
    super('SCENARIO.INVALID', message);
  }
}
