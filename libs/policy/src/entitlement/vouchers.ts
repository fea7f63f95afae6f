import { addDays, isoWeekday, monthOf, type LocalDate, type LocalMonth } from '@doorstep/kernel';
import { calendarKind } from '../engine/calendar.js';
import { firstOf } from '../engine/dates.js';
import type { VoucherRule } from '../language/rules.js';
import type { CalendarDay } from '../model.js';
import { contextOn, versionsOn, type DueInput } from './due.js';

export interface DueVoucher {
  readonly month: LocalMonth;
  readonly fen: number;
}

/**
 * The voucher that falls due on this very day: on the 1st of a month, or on the day of the very first one, by the facts of that day.
 * A first voucher in mid-month has its full value. Whoever has one for the month already gets no second; that is for the caller to see.
 */
export function voucherDueOn(input: DueInput, date: LocalDate): DueVoucher | undefined {
  for (const version of versionsOn(input.packs, date)) {
    const { voucher } = version;
    if (!voucher) continue;
    const first = firstVoucherOn(voucher, input);
    if (first === 'never' || (first !== 'always' && date < first)) continue;
    if (date !== first && date !== firstOf(monthOf(date))) continue;
    const context = contextOn(input, version, date);
    if (!context || !voucher.eligible(context)) continue;
    return { month: monthOf(date), fen: Math.max(0, voucher.amount(context)) };
  }
  return undefined;
}

/** `always`: enrolment is not at issue. `never`: still pending. */
function firstVoucherOn(rule: VoucherRule, { facts, calendar }: DueInput): LocalDate | 'always' | 'never' {
  const entries = facts.applications.filter((entry) => entry.for === rule.application);
  if (entries.length === 0) return 'always';
  const dates = entries.flatMap((entry) => {
    if (entry.firstIssuedOn !== undefined) return [entry.firstIssuedOn];
    if (entry.approvedOn === undefined) return [];
    return [earliestPromised(entry.approvedOn, rule.firstWithinWorkingDays, calendar)];
  });
  return dates.sort()[0] ?? 'never';
}

/** When nobody says on which day it was issued: the last of the promised working days, or the next 1st if that comes before. */
function earliestPromised(approvedOn: LocalDate, days: number, calendar: readonly CalendarDay[]): LocalDate {
  const deadline = addWorkingDays(approvedOn, days, calendar);
  const nextFirst = firstOf(monthOf(addDays(firstOf(monthOf(approvedOn)), 32)));
  return deadline < nextFirst ? deadline : nextFirst;
}

/** The day itself does not count. Monday to Friday outside of holidays, and make-up working days. */
export function addWorkingDays(from: LocalDate, days: number, calendar: readonly CalendarDay[]): LocalDate {
  let date = from;
  for (let left = days; left > 0;) {
    date = addDays(date, 1);
    const kind = calendarKind(calendar, date);
    if (kind === 'makeup_workday' || (kind === undefined && isoWeekday(date) <= 5)) left -= 1;
  }
  return date;
}
