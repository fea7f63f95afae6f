import type { OrderView, TenderMeans } from '@doorstep/contracts';
import type { Findings } from '../findings.js';
import type { Books } from './books.js';
import type { PlayedDay } from './day.js';
import type { Canteen, PlannedOrder } from './script.js';
import { CANTEENS, TILLS } from './script.js';

/** Who sells at the counter takes cash; who fetches what a family ordered shows a code. What goes back goes back in cash. */
const MEANS_OF: Readonly<Record<PlannedOrder['by'], TenderMeans>> = { till: 'cash', family: 'code' };
const MEANS: readonly TenderMeans[] = ['cash', 'card', 'code', 'meal_card'];

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** What the diners paid, for each canteen and means of payment: by the orders, by the shifts' totals, and by the cash that was counted. */
export function reconcileTills({ orders, shifts }: Books, played: PlayedDay, findings: Findings): void {
  const by = new Map(played.orders.map((order) => [order.id, order.by]));
  findings.equal('till shifts', shifts.length, CANTEENS.length * TILLS.length);
  for (const site of CANTEENS) {
    for (const means of MEANS) {
      const [paid, refunded] = asOrdersSay(orders, by, site, means);
      const totals = shifts
        .filter(({ siteId }) => siteId === site)
        .flatMap((shift) => shift.totals.filter((total) => total.means === means));
      findings.equal(`tenders by ${means} at ${site}`, sum(totals.map(({ tenderedFen }) => tenderedFen)), paid);
      findings.equal(`refunds by ${means} at ${site}`, sum(totals.map(({ refundedFen }) => refundedFen)), refunded);
    }
  }
  for (const { siteId, tillId, openingFloatFen, expectedCashFen, countedCashFen, totals } of shifts) {
    const cash = totals.find(({ means }) => means === 'cash');
    const inTill = openingFloatFen + (cash?.tenderedFen ?? 0) - (cash?.refundedFen ?? 0);
    findings.equal(`cash in ${tillId} at ${siteId}`, [expectedCashFen, countedCashFen], [inTill, inTill]);
  }
}

function asOrdersSay(
  orders: readonly OrderView[],
  by: ReadonlyMap<string, PlannedOrder['by']>,
  site: Canteen,
  means: TenderMeans,
): [paid: number, refunded: number] {
  const own = orders.filter(({ siteId }) => siteId === site);
  const paid = own.filter(({ id }) => MEANS_OF[by.get(id) ?? 'till'] === means);
  return [
    sum(paid.map(({ payment }) => payment.paidFen)),
    means === 'cash' ? sum(own.map(({ payment }) => payment.refundedFen)) : 0,
  ];
}
