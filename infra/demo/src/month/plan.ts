import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, monthOf, shanghaiDate, shanghaiInstant } from '@doorstep/kernel';

/**
 * The month that is played is the one after the present: what the database dates by its own clock then lies before everything that is
 * counted by the business's. Three moments are enough: the first morning, the noon after the month, and the first morning of the month
 * after that.
 */
export interface MonthPlan {
  readonly month: LocalMonth;
  readonly next: LocalMonth;
  readonly year: number;
  readonly days: readonly LocalDate[];
  /** First day of the new rules. */
  readonly changeOn: LocalDate;
  readonly opening: Date;
  readonly closing: Date;
  readonly monthLater: Date;
  /** The day of `closing`, on which tills sell as they always do. */
  readonly dayAfter: LocalDate;
}

/** A week around the change, for a short play. */
const WEEK = { from: 12, to: 18 };

export function planOf(now: Date, wholeMonth: boolean): MonthPlan {
  const month = addMonths(monthOf(shanghaiDate(now)), 1);
  const next = addMonths(month, 1);
  const firstOn = `${month}-01` as LocalDate;
  const dayAfter = `${next}-01` as LocalDate;
  const days: LocalDate[] = [];
  for (let day = firstOn; day < dayAfter; day = addDays(day, 1)) days.push(day);
  const changeOn = `${month}-16` as LocalDate;
  return {
    month,
    next,
    year: Number(month.slice(0, 4)),
    days: wholeMonth ? days : days.slice(WEEK.from - 1, WEEK.to),
    changeOn,
    opening: shanghaiInstant(firstOn, '07:00'),
    closing: shanghaiInstant(dayAfter, '11:40'),
    monthLater: shanghaiInstant(`${addMonths(next, 1)}-01` as LocalDate, '09:00'),
    dayAfter,
  };
}
