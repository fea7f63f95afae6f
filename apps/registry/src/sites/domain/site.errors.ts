import { NotFoundError, UnprocessableError } from '@doorstep/kernel';

export type SiteRefusal =
  | 'SITE.NO_PERIOD'
  | 'SITE.NO_PLACES'
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
