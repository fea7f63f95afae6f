import { addDays, addMonths, type LocalDate, type LocalMonth } from '@doorstep/kernel';
import type { ApplicationFact, DueInput, DueLot, DueVoucher } from '@doorstep/policy';
import { lotDueFor } from '@doorstep/policy';
import type { Allowance } from './allowance.js';

/** An approval is worked out once per pack. */
export function approvalKey(
  packId: string,
  { for: what, appliedOn }: Pick<ApplicationFact, 'for' | 'appliedOn'>,
): string {
  return `${packId}/${what}/${appliedOn}`;
}

/**
 * The lot of a month that is not among the allowances yet, less what it would bring a second time: facts may be learnt before the 1st
 * is run (after a pause of the clock, or when that day is run again), and their top-ups then made the month up to what it is with the
 * category.
 */
export function lotStillDue(
  packId: string,
  due: DueInput,
  month: LocalMonth,
  allowances: readonly Allowance[],
  workedOut: ReadonlySet<string>,
): DueLot | undefined {
  const own = allowances.filter((each) => each.packId === packId && each.amountFen > 0);
  if (own.some((each) => each.kind === 'monthly' && each.month === month)) return undefined;
  const lot = lotDueFor(due, month);
  const topUps = own.filter(({ kind, forMonth }) => kind === 'topup' && forMonth === month);
  if (!lot || topUps.length === 0) return lot;
  const toppedUpFen = topUps.reduce((sum, { amountFen }) => sum + amountFen, 0);
  // A category that begins after the 1st is not in the lot: then its top-up gave nothing of it.
  const fen = Math.max(lotWithout(packId, due, month, workedOut), lot.fen - toppedUpFen);
  return fen === 0 ? undefined : { ...lot, fen };
}

/** What the lot is without the categories whose approvals were worked out: what their top-ups took as issued. */
function lotWithout(packId: string, due: DueInput, month: LocalMonth, workedOut: ReadonlySet<string>): number {
  const { facts } = due;
  const made = facts.applications.filter((each) => workedOut.has(approvalKey(packId, each)));
  const categories = facts.categories.filter(({ code }) => !made.some((each) => each.for === code));
  return lotDueFor({ ...due, facts: { ...facts, categories } }, month)?.fen ?? 0;
}

export function lastDayOf(month: LocalMonth): LocalDate {
  return addDays(`${addMonths(month, 1)}-01` as LocalDate, -1);
}

export function voucherOf(voucher: DueVoucher, usableFrom: LocalDate): IssuedLot {
  return { ...voucher, kind: 'voucher', expiresOn: lastDayOf(voucher.month), usableFrom };
}

/** What is issued: a month's lot, a top-up or a voucher. */
export type IssuedLot = Omit<DueLot, 'kind' | 'usableFrom'> & {
  readonly kind: Allowance['kind'];
  readonly usableFrom?: LocalDate;
  readonly forMonth?: LocalMonth;
};
