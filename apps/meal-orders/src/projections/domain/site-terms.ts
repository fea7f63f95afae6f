import type { LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiInstant } from '@doorstep/kernel';

export type Period = 'breakfast' | 'lunch' | 'dinner';

/** What a site says about taking orders. Times are `HH:MM` in Asia/Shanghai. */
export interface SiteTerms {
  readonly siteId: string;
  readonly phone: string | null;
  readonly active: boolean;
  readonly deliveryFeeFen: number;
  readonly periods: readonly {
    readonly mealPeriod: Period;
    readonly opensAt: string;
    readonly closesAt: string;
    readonly cutOffAt: string;
    readonly cutOffDayBefore: boolean;
  }[];
}

/** The last instant at which families and hotline agents may order; undefined when the period is not served at all. */
export function cutOffOf(site: SiteTerms, serviceDate: LocalDate, mealPeriod: Period): Date | undefined {
  const window = site.periods.find((period) => period.mealPeriod === mealPeriod);
  if (!window) return undefined;
  return shanghaiInstant(window.cutOffDayBefore ? addDays(serviceDate, -1) : serviceDate, window.cutOffAt);
}

/** Inside `[opensAt, closesAt]` of the service date. */
export function isServing(site: SiteTerms, serviceDate: LocalDate, mealPeriod: Period, at: Date): boolean {
  const window = site.periods.find((period) => period.mealPeriod === mealPeriod);
  if (!window) return false;
  const [opens, closes] = [shanghaiInstant(serviceDate, window.opensAt), shanghaiInstant(serviceDate, window.closesAt)];
  return at.getTime() >= opens.getTime() && at.getTime() < closes.getTime() + 60_000;
}

/** RFC 3339 in the offset that people at the site read. */
export function shanghaiStamp(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
}
