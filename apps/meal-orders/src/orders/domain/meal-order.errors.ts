import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class MealOrderNotFoundError extends NotFoundError {
  constructor() {
    super('MEAL_ORDER.NOT_FOUND', 'no such order');
  }
}

export class MealOrderIdTakenError extends ConflictError {
  constructor() {
    super('MEAL_ORDER.ID_TAKEN', 'another order has this id');
  }
}

export class WrongOrderStateError extends ConflictError {
  constructor(act: string, state: string) {
    super('MEAL_ORDER.WRONG_STATE', `${act} is not possible for an order that is ${state}`, { act, state });
  }
}

/** Says until when orders were taken and whom to call, so that nobody stands before a dead button. */
export class CutOffPassedError extends ConflictError {
  constructor(until: string, phone: string | null) {
    super('MEAL_ORDER.CUT_OFF_PASSED', `orders were taken until ${until}; please call the site`, { until, phone });
  }
}

export class OperatorOnlyError extends ForbiddenError {
  constructor(what: string) {
    super('MEAL_ORDER.OPERATOR_ONLY', `${what} is for the operator at the site`, { field: what });
  }
}

export class GuestsAtTillOnlyError extends ForbiddenError {
  constructor() {
    super('MEAL_ORDER.PERSON_REQUIRED', 'guests order at the site; name the person this meal is for');
  }
}

export class ServiceDateError extends UnprocessableError {
  constructor(rule: 'SERVICE_DATE_PAST' | 'SERVICE_DATE_TOO_FAR' | 'SERVICE_DATE_MISMATCH', limit: string) {
    super(`MEAL_ORDER.${rule}`, `the service date is not acceptable (${limit})`, { limit });
  }
}

export class TakenAtError extends UnprocessableError {
  constructor(rule: 'TIME_IN_FUTURE' | 'TIME_TOO_OLD', limit: string) {
    super(`MEAL_ORDER.${rule}`, `the given time is not acceptable (${limit})`, { limit });
  }
}

export class TooEarlyError extends ConflictError {
  constructor(serviceDate: string) {
    super('MEAL_ORDER.NOT_YET', 'the service date has not come', { serviceDate });
  }
}

export class PeriodNotServedError extends UnprocessableError {
  constructor(mealPeriod: string) {
    super('MEAL_ORDER.PERIOD_NOT_SERVED', `the site does not serve ${mealPeriod}`, { mealPeriod });
  }
}

export class PeriodOverError extends ConflictError {
  constructor() {
    super('MEAL_ORDER.PERIOD_CLOSED', 'the period was ended; nothing more can be ordered');
  }
}

/** Says from when on the site serves again, as far as that is known, and whom to call. */
export class SiteClosedError extends ConflictError {
  constructor(reason: string, reopensOn: string | null, phone: string | null) {
    super('MEAL_ORDER.SITE_CLOSED', 'the site does not serve then', { reason, reopensOn, phone });
  }
}

export class DishSoldOutError extends ConflictError {
  constructor(dishId: string) {
    super('MEAL_ORDER.DISH_SOLD_OUT', 'the dish is sold out', { dishId });
  }
}

export class NotEnoughLeftError extends ConflictError {
  constructor(dishId: string, remaining: number) {
    super('MEAL_ORDER.NOT_ENOUGH_LEFT', `only ${remaining} left`, { dishId, remaining });
  }
}

export class DishUnknownError extends UnprocessableError {
  constructor(dishId: string) {
    super('MEAL_ORDER.DISH_UNKNOWN', 'the dish is not on this menu', { dishId });
  }
}

export class MenuNotPublishedError extends ConflictError {
  constructor() {
    super('MEAL_ORDER.MENU_NOT_PUBLISHED', 'there is no published menu for this site, date and period');
  }
}

export class NotADeliveryError extends ConflictError {
  constructor() {
    super('MEAL_ORDER.NOT_A_DELIVERY', 'the order is not a delivery');
  }
}

export class PriceTooHighError extends UnprocessableError {
  constructor(limitFen: number) {
    super('MEAL_ORDER.PRICE_TOO_HIGH', 'the order costs more than one order may', { limitFen });
  }
}
