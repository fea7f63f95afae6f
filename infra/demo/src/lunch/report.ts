import { fen, formatYuan } from '@doorstep/kernel';
import type { Books } from './books.js';
import { CANTEENS, CENTRE } from './script.js';

/** One line of the table: a site's day in fen. Self-pay is as decided; `tendered` is what the receipts say was paid. */
export interface SiteTotals {
  readonly site: string;
  meals: number;
  grossFen: number;
  discountFen: number;
  readonly byFunder: Map<string, number>;
  selfPayFen: number;
  tenderedFen: number;
}

export function totalsOf(books: Books): SiteTotals[] {
  const totals = new Map([...CANTEENS, CENTRE].map((site) => [site as string, emptyTotals(site)]));
  for (const order of books.orders) {
    const line = totals.get(order.siteId) as SiteTotals;
    line.tenderedFen += order.payment.paidFen - order.payment.refundedFen;
    if (order.state !== 'served') continue;
    line.meals++;
    line.grossFen += order.price.grossFen + order.price.deliveryFeeFen;
    line.discountFen += order.price.discountFen;
    line.selfPayFen += order.price.selfPayFen + order.price.differenceFen;
  }
  for (const claim of books.claims.filter(({ state }) => state === 'settled')) {
    const line = totals.get(claim.siteId) as SiteTotals;
    for (const { funder, fen: amount } of claim.shares)
      line.byFunder.set(funder, (line.byFunder.get(funder) ?? 0) + amount);
  }
  for (const booking of books.bookings) {
    const line = totals.get(booking.siteId) as SiteTotals;
    if (booking.state === 'completed') line.meals++;
    line.grossFen += booking.fee?.feeFen ?? 0;
    line.selfPayFen += booking.fee?.selfPayFen ?? 0;
  }
  return [...totals.values()];
}

/** The table for people: yuan, one row a site, one column a funder. */
export function renderTable(totals: readonly SiteTotals[]): string {
  const funders = [...new Set(totals.flatMap(({ byFunder }) => [...byFunder.keys()]))].sort();
  const yuan = (amount: number): string => formatYuan(fen(amount));
  const rows = [['site', 'served', 'gross', 'discount', ...funders, 'self-pay', 'tendered']];
  for (const line of totals) rows.push(cells(line, funders, yuan));
  const sum = totals.reduce<SiteTotals>(addTotals, emptyTotals('total'));
  rows.push(cells(sum, funders, yuan));
  const widths = (rows[0] as string[]).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
        .join('  '),
    )
    .join('\n');
}

/** The same numbers for a program: two runs of one seed are equal when these texts are. */
export function fingerprint(totals: readonly SiteTotals[]): string {
  return totals
    .map((line) => {
      const funders = [...line.byFunder]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([funder, amount]) => `${funder}=${amount}`);
      return [line.site, line.meals, line.grossFen, line.discountFen, ...funders, line.selfPayFen].join(' ');
    })
    .join('\n');
}

function cells(line: SiteTotals, funders: readonly string[], yuan: (amount: number) => string): string[] {
  const shares = funders.map((funder) => yuan(line.byFunder.get(funder) ?? 0));
  return [
    line.site,
    String(line.meals),
    yuan(line.grossFen),
    yuan(line.discountFen),
    ...shares,
    yuan(line.selfPayFen),
    yuan(line.tenderedFen),
  ];
}

function addTotals(sum: SiteTotals, line: SiteTotals): SiteTotals {
  sum.meals += line.meals;
  sum.grossFen += line.grossFen;
  sum.discountFen += line.discountFen;
  sum.selfPayFen += line.selfPayFen;
  sum.tenderedFen += line.tenderedFen;
  for (const [funder, amount] of line.byFunder) sum.byFunder.set(funder, (sum.byFunder.get(funder) ?? 0) + amount);
  return sum;
}

function emptyTotals(site: string): SiteTotals {
  return { site, meals: 0, grossFen: 0, discountFen: 0, byFunder: new Map(), selfPayFen: 0, tenderedFen: 0 };
}
