import { addDays, addMonths, monthOf, type LocalDate } from '@doorstep/kernel';
import { lotDueFor } from '../entitlement/wallet-lots.js';
import { voucherDueOn } from '../entitlement/vouchers.js';
import type { DecideInput, Decision, History, MealRequest, Undecidable } from '../model.js';
import { firstOf } from './dates.js';

export type DecideOnce = (input: DecideInput) => Decision | Undecidable;

/** A way in which the world could be different: from a known date, or if something were so. */
export interface Variant {
  readonly change: string;
  readonly from?: LocalDate;
  readonly input: DecideInput;
}

const DAYS_AHEAD = 10;
const DEAREST_FEN = 10_000;

/** The same request on the days to come, and on the 1st of the next month with what falls due then. */
export function laterDays(input: DecideInput): readonly Variant[] {
  const { request } = input;
  const date = request.serviceDate;
  const first = firstOf(addMonths(monthOf(date), 1));
  const days = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(date, index + 1));
  if (!days.includes(first)) days.push(first);
  return days.map((from) => {
    const history = from >= first ? withNextMonth(input, first) : input.history;
    return { change: 'LATER_DAY', from, input: { ...input, history, request: { ...request, serviceDate: from } } };
  });
}

function withNextMonth(input: DecideInput, first: LocalDate): History {
  const { packs, facts, calendar, request, settings, history } = input;
  const due = { packs, facts, calendar, site: request.site, settingsOn: () => settings };
  const lot = lotDueFor(due, monthOf(first));
  const voucher = voucherDueOn(due, first);
  return {
    ...history,
    lots: lot ? [...history.lots, { ...lot, leftFen: lot.fen }] : history.lots,
    vouchers: voucher ? [...history.vouchers, { month: voucher.month, leftFen: voucher.fen }] : history.vouchers,
  };
}

/** Eaten in, at another time of the day, or for a higher price. */
export function otherRequests(input: DecideInput, decideOnce: DecideOnce): readonly Variant[] {
  const { request } = input;
  if (request.kind !== 'meal') return [];
  const variants: Variant[] = [];
  const vary = (change: string, changes: Partial<MealRequest>): void => {
    variants.push({ change, input: { ...input, request: { ...request, ...changes } } });
  };
  if (request.channel !== 'dine_in') vary('CHANNEL_DINE_IN', { channel: 'dine_in' });
  const lowest = lowestPaidPrice(input, request, decideOnce);
  if (lowest !== undefined) vary(`PRICE_FROM_${lowest}`, { priceFen: lowest });
  for (const mealPeriod of ['lunch', 'dinner', 'breakfast'] as const) {
    if (mealPeriod !== request.mealPeriod) vary(`PERIOD_${mealPeriod.toUpperCase()}`, { mealPeriod });
  }
  return variants;
}

/** The lowest higher price that is subsidised; undefined when the price is not what stands in the way. */
function lowestPaidPrice(input: DecideInput, request: MealRequest, decideOnce: DecideOnce): number | undefined {
  const isPaid = (priceFen: number): boolean => {
    const result = decideOnce({ ...input, request: { ...request, priceFen } });
    return !('later' in result) && result.subsidyFen > 0;
  };
  let [low, high] = [request.priceFen, DEAREST_FEN];
  if (low >= high || !isPaid(high)) return undefined;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isPaid(middle)) high = middle;
    else low = middle;
  }
  return high;
}
