import { NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class RuleNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.RULE_NOT_FOUND', 'there is no such rule');
  }
}

export class RunNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.RUN_NOT_FOUND', 'there is no such run');
  }
}

export class RuleNotInForceError extends UnprocessableError {
  constructor() {
    super('AUDIT.RULE_NOT_IN_FORCE', 'no version of the rule holds for the whole range');
  }
}

export class RuleParameterError extends UnprocessableError {
  constructor(name: string) {
    super('AUDIT.RULE_PARAMETER', 'the rule has no such parameter, or not in this range', { name: name.slice(0, 40) });
  }
}
