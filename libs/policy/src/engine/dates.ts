import type { LocalDate, LocalMonth } from '@doorstep/kernel';

/** Date arithmetic on integers, without Date objects: it runs for every decision. Days are counted from 1970-01-01. */
export function dayNumber(date: LocalDate): number {
  const year = yearOf(date);
  const month = monthNumber(date);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOf(date) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** ISO weekday, 1 = Monday. 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function yearOf(date: LocalDate): number {
  return digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);
}

export function monthNumber(date: LocalDate): number {
  return digit(date, 5) * 10 + digit(date, 6);
}

export function dayOf(date: LocalDate): number {
  return digit(date, 8) * 10 + digit(date, 9);
}

function digit(text: string, index: number): number {
  return text.charCodeAt(index) - 48;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Compares from the right, where dates of one year differ first. */
export function isSameMonth(a: LocalDate, b: LocalDate): boolean {
  for (let index = 6; index >= 0; index -= 1) if (a.charCodeAt(index) !== b.charCodeAt(index)) return false;
  return true;
}

export function firstOf(month: LocalMonth): LocalDate {
  return `${month}-01` as LocalDate;
}
