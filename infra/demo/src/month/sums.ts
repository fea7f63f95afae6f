import type { ClaimSummary, OrderView } from '@doorstep/contracts';
import { PACK_OF, SITES } from './month-city.js';

export const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

export const yearOf = ({ serviceDate }: { readonly serviceDate: string }): number => Number(serviceDate.slice(0, 4));

/** All public money of a claim. */
export const needOf = ({ subsidyFen, deliveryFen, operatorFen }: ClaimSummary): number =>
  subsidyFen + deliveryFen + operatorFen;

export const isSettled = ({ state }: ClaimSummary): boolean => state === 'settled';

export function packOfSite(siteId: string): string {
  const site = SITES.find(({ code }) => code === siteId);
  if (!site) throw new Error(`${siteId} is not of this month`);
  return PACK_OF[site.district];
}

/** What receipts have less (positive) or more (negative) than what was decided. */
export function differencesOf(
  orders: readonly OrderView[],
  siteId: string,
  year?: number,
): { less: number; more: number } {
  const own = orders.filter((order) => order.siteId === siteId && (year ?? yearOf(order)) === yearOf(order));
  const all = own.map(({ price }) => price.differenceFen);
  return { less: sum(all.filter((fen) => fen > 0)), more: sum(all.filter((fen) => fen < 0)) };
}
