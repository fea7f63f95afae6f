import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export type SiteRefusal =
  | 'SITE.NO_PERIOD'
  | 'SITE.NO_PLACES'
  | 'SITE.NOTHING_SOLD'
  | 'SITE.KIND_STAYS'
  | 'SITE.AREA_UNKNOWN'
  | 'SITE.TERM_SAYS_OTHERWISE'
  | 'SITE.PERIOD_TWICE'
  | 'SITE.PERIOD_UPSIDE_DOWN'
  | 'SITE.PERIODS_OVERLAP'
  | 'SITE.CUT_OFF_AFTER_CLOSING';

export class SiteRefusedError extends UnprocessableError {
  constructor(code: SiteRefusal, message: string) {
    super(code, message);
  }
}

export class SiteNotFoundError extends NotFoundError {
  constructor(siteId: string) {
    super('SITE.NOT_FOUND', 'no such site', { siteId });
  }
}

export class SiteExistsError extends ConflictError {
  constructor(siteId: string) {
    super('SITE.EXISTS', 'there is a site of this code; send If-Match to change it', { siteId });
  }
}

export type SiteTermRefusal =
  | 'SITE_TERM.NOT_OF_KIND'
  | 'SITE_TERM.FROM_PAST'
  | 'SITE_TERM.INTERVAL_UPSIDE_DOWN'
  | 'SITE_TERM.END_REQUIRED'
  | 'SITE_TERM.ROOM_TWICE'
  | 'SITE_TERM.TWO_PLACES_AT_ONCE'
  | 'SITE_TERM.HOURS_UPSIDE_DOWN'
  | 'SITE_TERM.HOURS_OVERLAP'
  | 'SITE_TERM.SUPPLIER_UNKNOWN'
  | 'SITE_TERM.AREA_UNKNOWN'
  | 'SITE_TERM.TOO_MANY';

export class SiteTermRefusedError extends UnprocessableError {
  constructor(code: SiteTermRefusal, message: string) {
    super(code, message);
  }
}

export class SiteTermNotFoundError extends NotFoundError {
  constructor() {
    super('SITE_TERM.NOT_FOUND', 'no such term of this site');
  }
}

export class SiteTermReplacedError extends ConflictError {
  constructor() {
    super('SITE_TERM.REPLACED', 'the term is recorded otherwise by now');
  }
}

export class SiteTermNotYoursError extends ForbiddenError {
  constructor() {
    super('SITE_TERM.NOT_YOURS', 'the site itself records hours, stops and closures; the rest is the city’s');
  }
}
