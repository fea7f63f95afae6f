import { DomainError } from './domain-error.js';

/** A calendar date `YYYY-MM-DD` without a time or zone. Compares correctly as a string. */
export type LocalDate = string & { readonly __unit: 'date' };

/** A month `YYYY-MM`. */
export type LocalMonth = string & { readonly __unit: 'month' };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;
/** The date that was asked for last: whoever asks for many, in a batch, mostly asks for the same. */
let lastDay = NaN;
let lastDate = '' as LocalDate;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000; // no daylight saving time since 1991

export class InvalidDateError extends DomainError {
  constructor(text: string) {
    super('KERNEL.INVALID_DATE', `not a date: ${text.slice(0, 32)}`);
  }
}

/** True for dates of the proleptic Gregorian calendar between 1850 and 2199; 2023-02-29 is false. */
export function isLocalDate(text: string): text is LocalDate {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1850 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new InvalidDateError(text);
  return text;
}

/** Days since 1970-01-01; the integer form used for arithmetic. */
export function epochDay(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function fromEpochDay(day: number): LocalDate {
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().slice(0, 10) as LocalDate;
    lastDay = day;
  }
  return lastDate;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromEpochDay(epochDay(date) + days);
}

/** ISO weekday: 1 = Monday … 7 = Sunday. */
export function isoWeekday(date: LocalDate): number {
  return ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of the natural week that holds the date. */
export function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, 1 - isoWeekday(date));
}

export function monthOf(date: LocalDate): LocalMonth {
  return date.slice(0, 7) as LocalMonth;
}

export function addMonths(month: LocalMonth, months: number): LocalMonth {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as LocalMonth;
}

/** The business date in Asia/Shanghai of an instant. */
export function shanghaiDate(instant: Date): LocalDate {
  return fromEpochDay(Math.floor((instant.getTime() + SHANGHAI_OFFSET_MS) / DAY_MS));
}

/** The wall-clock time `HH:MM` in Asia/Shanghai of an instant. */
export function shanghaiTime(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
}

/** The instant of a wall-clock time in Asia/Shanghai. `time` is `HH:MM`. */
export function shanghaiInstant(date: LocalDate, time: string): Date {
  return new Date(Date.parse(`${date}T${time}:00Z`) - SHANGHAI_OFFSET_MS);
}
