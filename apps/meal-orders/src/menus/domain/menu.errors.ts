import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class MenuNotFoundError extends NotFoundError {
  constructor() {
    super('MENU.NOT_FOUND', 'there is no menu for this site, date and period');
  }
}

export class DishNotFoundError extends NotFoundError {
  constructor() {
    super('MENU.DISH_NOT_FOUND', 'the dish is not on this menu');
  }
}

export class SiteNotFoundError extends NotFoundError {
  constructor() {
    super('SITE.NOT_FOUND', 'no such site');
  }
}

export class MenuAlreadyPublishedError extends ConflictError {
  constructor() {
    super('MENU.ALREADY_PUBLISHED', 'a published menu cannot become a draft again');
  }
}

export class MenuPeriodNotServedError extends UnprocessableError {
  constructor(mealPeriod: string) {
    super('MENU.PERIOD_NOT_SERVED', `the site does not serve ${mealPeriod}`, { mealPeriod });
  }
}

export class MenuDateError extends UnprocessableError {
  constructor(rule: 'SERVICE_DATE_PAST' | 'SERVICE_DATE_TOO_FAR', limit: string) {
    super(`MENU.${rule}`, `the service date is not acceptable (${limit})`, { limit });
  }
}
