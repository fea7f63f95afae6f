import { SiteRefusedError } from './site.errors.js';

export type MealPeriod = 'breakfast' | 'lunch' | 'dinner';

/** Times are `HH:MM` in Asia/Shanghai. */
export interface PeriodWindow {
  readonly mealPeriod: MealPeriod;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly cutOffAt: string;
  readonly cutOffDayBefore: boolean;
}

export type SiteKind = 'canteen' | 'mobile_canteen' | 'day_care_centre' | 'service_centre';

/** A place where elders are served, as far as the registry decides it. Money is in fen. */
export interface Site {
  readonly siteId: string;
  readonly siteKind: SiteKind;
  readonly name: string;
  readonly phone: string | null;
  readonly province: string | null;
  readonly city: string;
  readonly district: string;
  readonly town: string;
  readonly schedule: string | null;
  readonly standardMealPriceFen: number | null;
  readonly deliveryFeeFen: number;
  readonly mealPackId: string | null;
  readonly dayCarePackId: string | null;
  readonly periods: readonly PeriodWindow[];
  readonly places: number;
  readonly active: boolean;
}

/** Counts the states of a site from 1. */
export interface VersionedSite extends Site {
  readonly version: number;
}

/** The site if it makes sense as a whole, its periods in the order of the day. Throws SiteRefusedError. */
export function checkedSite(site: Site): Site {
  if (sellsMeals(site) && site.periods.length === 0)
    throw new SiteRefusedError('SITE.NO_PERIOD', 'a canteen serves at least one meal period');
  if (site.siteKind === 'day_care_centre' && site.places === 0)
    throw new SiteRefusedError('SITE.NO_PLACES', 'a day-care centre has at least one place');
  if (site.siteKind === 'service_centre') checkNothingSold(site);
  const periods = [...site.periods].sort((a, b) => (a.opensAt < b.opensAt ? -1 : 1));
  periods.forEach((period, index) => checkPeriod(period, periods[index + 1]));
  if (new Set(periods.map((period) => period.mealPeriod)).size < periods.length)
    throw new SiteRefusedError('SITE.PERIOD_TWICE', 'a meal period is listed twice');
  return { ...site, periods };
}

export function sellsMeals({ siteKind }: Pick<Site, 'siteKind'>): boolean {
  return siteKind === 'canteen' || siteKind === 'mobile_canteen';
}

/** A truck: it opens only where it stops. */
export function isMoving({ siteKind }: Pick<Site, 'siteKind'>): boolean {
  return siteKind === 'mobile_canteen';
}

function checkNothingSold(site: Site): void {
  const { periods, places, mealPackId, dayCarePackId, schedule, standardMealPriceFen, deliveryFeeFen } = site;
  const named = [mealPackId, dayCarePackId, schedule, standardMealPriceFen].some((each) => each !== null);
  if (named || periods.length > 0 || places > 0 || deliveryFeeFen > 0)
    throw new SiteRefusedError('SITE.NOTHING_SOLD', 'a service centre has no meals, places, prices or packs');
}

function checkPeriod(period: PeriodWindow, next: PeriodWindow | undefined): void {
  if (period.closesAt <= period.opensAt)
    throw new SiteRefusedError('SITE.PERIOD_UPSIDE_DOWN', `${period.mealPeriod} closes before it opens`);
  if (!period.cutOffDayBefore && period.cutOffAt > period.closesAt)
    throw new SiteRefusedError('SITE.CUT_OFF_AFTER_CLOSING', `${period.mealPeriod} takes orders after it closes`);
  if (next && next.opensAt < period.closesAt)
    throw new SiteRefusedError('SITE.PERIODS_OVERLAP', `${next.mealPeriod} opens before ${period.mealPeriod} closes`);
}
