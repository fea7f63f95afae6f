import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class EndingSiteNotFoundError extends NotFoundError {
  constructor() {
    super('SITE.NOT_FOUND', 'no such site');
  }
}

export class EndingPeriodNotServedError extends UnprocessableError {
  constructor(mealPeriod: string) {
    super('PERIOD.NOT_SERVED', `the site does not serve ${mealPeriod}`, { mealPeriod });
  }
}

export class EndingDateError extends UnprocessableError {
  constructor(rule: 'SERVICE_DATE_PAST' | 'SERVICE_DATE_TOO_FAR', limit: string) {
    super(`CLOSURE.${rule}`, `the service date is not acceptable (${limit})`, { limit });
  }
}

export class PeriodNotYetError extends ConflictError {
  constructor(serviceDate: string) {
    super('PERIOD.NOT_YET', 'the service date has not come', { serviceDate });
  }
}

export class AlreadyEndedError extends ConflictError {
  constructor(kind: 'closure' | 'closing') {
    super(kind === 'closure' ? 'CLOSURE.ALREADY_CLOSED' : 'PERIOD.ALREADY_CLOSED', 'this was closed before');
  }
}
