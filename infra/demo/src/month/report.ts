import { fen, formatYuan } from '@doorstep/kernel';
import type { MonthBooks } from './books.js';
import { PACK_OF, SITES } from './month-city.js';
import { differencesOf, isSettled, needOf, sum } from './sums.js';

const HEAD = ['canteen', 'rules', 'meals', 'subsidised', 'public money', 'differences', 'grants', 'adjusted', 'paid'];

/** The month for people: one row a canteen, in yuan. */
export function renderMonth({ orders, claims, grants, statements, batches }: MonthBooks): string {
  const yuan = (amount: number): string => formatYuan(fen(amount));
  const paidLines = batches.flatMap(({ items }) => items).filter(({ state }) => state === 'paid');
  const rows = SITES.map(({ code, district }) => {
    const own = claims.filter((claim) => claim.siteId === code && isSettled(claim));
    const { less, more } = differencesOf(orders, code);
    const adjusted = statements.filter(({ siteId }) => siteId === code).map(({ breakdown }) => breakdown.adjustmentFen);
    return [
      code,
      PACK_OF[district],
      String(orders.filter(({ siteId }) => siteId === code).length),
      String(own.filter(({ subsidyFen }) => subsidyFen > 0).length),
      yuan(sum(own.map(needOf))),
      yuan(less + more),
      yuan(sum(grants.filter(({ siteId }) => siteId === code).map(({ amountFen }) => amountFen))),
      yuan(sum(adjusted)),
      yuan(sum(paidLines.filter(({ siteId }) => siteId === code).map(({ amountFen }) => amountFen))),
    ];
  });
  const table = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return table.map(line).join('\n');
}
