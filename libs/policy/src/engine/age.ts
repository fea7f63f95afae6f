import type { LocalDate } from '@doorstep/kernel';
import type { AgeReached } from '../language/rules.js';
import { dayOf, isLeapYear, monthNumber, yearOf } from './dates.js';

/** Month * 100 + day, so that days of one year compare as numbers. 1301 = after the end of the year. */
type YearDay = number;

/**
 * Full years on a date. Born on 29 February: the birthday is 1 March in common years. `reached` moves the day on which the next age
 * is reached: the birthday itself, the day after, the 1st of the birthday's month, or the 1st of the month after.
 */
export function ageOn(bornOn: LocalDate, date: LocalDate, reached: AgeReached): number {
  const year = yearOf(date);
  const today = monthNumber(date) * 100 + dayOf(date);
  return year - yearOf(bornOn) - (today < reachedOn(bornOn, year, reached) ? 1 : 0);
}

function reachedOn(bornOn: LocalDate, year: number, reached: AgeReached): YearDay {
  let month = monthNumber(bornOn);
  let day = dayOf(bornOn);
  if (month === 2 && day === 29 && !isLeapYear(year)) [month, day] = [3, 1];
  switch (reached) {
    case 'birthday':
      return month * 100 + day;
    case 'day_after':
      return day < lastDayOf(month, year) ? month * 100 + day + 1 : (month + 1) * 100 + 1;
    case 'month':
      return month * 100 + 1;
    case 'next_month':
      return (month + 1) * 100 + 1;
  }
}

/** The date on which `age` is reached. */
export function dateOfAge(bornOn: LocalDate, age: number, reached: AgeReached): LocalDate {
  const year = yearOf(bornOn) + age;
  const at = reachedOn(bornOn, year, reached);
  const text = at > 1300 ? `${year + 1}-01-01` : `${year}-${pad(Math.floor(at / 100))}-${pad(at % 100)}`;
  return text as LocalDate;
}

function lastDayOf(month: number, year: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
