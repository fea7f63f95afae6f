import { addDays, isoWeekday, type LocalDate } from '@doorstep/kernel';
import { dayNumber, yearOf } from '../engine/dates.js';
import type { ClaimRequest, Decision, MealPeriod, Share } from '../model.js';
import { sameMoney, type ClaimMoney } from './standing-claim.js';

/** A claim before and after it was decided again. */
export interface Change {
  readonly request: Pick<ClaimRequest, 'kind' | 'serviceDate'> & { readonly mealPeriod?: MealPeriod | null };
  readonly before: ClaimMoney & Pick<Decision, 'selfPayFen'>;
  readonly after: ClaimMoney & Pick<Decision, 'selfPayFen'>;
}

/** One movement of money that follows from a late fact. Reversals are negative. */
export interface Posting {
  readonly on: LocalDate;
  /** None for day care and bills of institutions. */
  readonly period: MealPeriod | null;
  readonly kind: 'reversal' | 'claim';
  readonly subsidyFen: number;
  readonly operatorFen: number;
  readonly deliveryFen: number;
  readonly shares: readonly Share[];
}

/** By service date, reversals before new claims, then in first commit order. Movements of nothing are left out. */
export function postingsOf(changes: readonly Change[]): readonly Posting[] {
  const postings = changes.flatMap(({ request, before, after }) => {
    const { serviceDate: on, mealPeriod: period = null } = request;
    if (sameMoney(before, after)) return [];
    return [posting(on, period, 'reversal', before), posting(on, period, 'claim', after)];
  });
  return postings.filter(movesMoney).sort(byDateThenKind);
}

export function posting(
  on: LocalDate,
  period: MealPeriod | null,
  kind: Posting['kind'],
  money: Pick<Decision, 'subsidyFen' | 'operatorFen' | 'deliveryFen' | 'shares'>,
): Posting {
  const signed = (fen: number): number => (kind === 'claim' || fen === 0 ? fen : -fen);
  return {
    on,
    period,
    kind,
    subsidyFen: signed(money.subsidyFen),
    operatorFen: signed(money.operatorFen),
    deliveryFen: signed(money.deliveryFen),
    shares: money.shares.map((share) => ({ funder: share.funder, fen: signed(share.fen) })),
  };
}

export function movesMoney(entry: Posting): boolean {
  return entry.subsidyFen !== 0 || entry.operatorFen !== 0 || entry.deliveryFen !== 0;
}

export function byDateThenKind(left: Posting, right: Posting): number {
  if (left.on !== right.on) return left.on < right.on ? -1 : 1;
  if (left.kind === right.kind) return 0;
  return left.kind === 'reversal' ? -1 : 1;
}

/** For each meal that public money pays more for now: what the elder paid of it and now would not have to. */
export interface Refund {
  readonly fen: number;
  readonly meals: number;
  /** ISO weeks in which the refunded meals count, `2024-W11`, ascending. */
  readonly weeks: readonly string[];
}

export function refundOf(changes: readonly Change[]): Refund {
  const paidBack = changes.filter(
    ({ request, before, after }) =>
      request.kind === 'meal' && publicFen(after) > publicFen(before) && after.selfPayFen < before.selfPayFen,
  );
  return {
    fen: paidBack.reduce((sum, { before, after }) => sum + before.selfPayFen - after.selfPayFen, 0),
    meals: paidBack.length,
    weeks: [...new Set(paidBack.map(({ request }) => isoWeek(request.serviceDate)))].sort(),
  };
}

/** A meal of which only the canteen's own discount changed is none that is paid back: it was given at the till or not at all. */
const publicFen = ({ subsidyFen, deliveryFen }: ClaimMoney): number => subsidyFen + deliveryFen;

/** ISO 8601: the week belongs to the year of its Thursday. */
export function isoWeek(date: LocalDate): string {
  const thursday = addDays(date, 4 - isoWeekday(date));
  const year = yearOf(thursday);
  const newYear = `${year}-01-01` as LocalDate;
  const week = Math.floor((dayNumber(thursday) - dayNumber(newYear)) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
