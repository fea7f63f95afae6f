import type { OrderView, ShiftView, TenderMeans } from '@doorstep/contracts';
import { expect, it } from '@jest/globals';
import { Findings } from '../src/findings.js';
import type { Books } from '../src/lunch/books.js';
import type { PlayedDay } from '../src/lunch/day.js';
import { reconcileTills } from '../src/lunch/reconcile-tills.js';
import type { PlannedOrder } from '../src/lunch/script.js';
import { CANTEENS, TILLS } from '../src/lunch/script.js';

const order = (id: string, siteId: string, paidFen: number, refundedFen = 0) =>
  ({ id, siteId, payment: { dueFen: paidFen - refundedFen, paidFen, refundedFen } }) as OrderView;

/** At each canteen: one sale of 7 yuan in cash, one of 8 by code, one of 5 in cash that was given back; all at the first till. */
function rightBooks() {
  const orders = CANTEENS.flatMap((site) => [
    order(`${site}-cash`, site, 700),
    order(`${site}-code`, site, 800),
    order(`${site}-back`, site, 500, 500),
  ]);
  const total = (means: TenderMeans, tenderedFen: number, refundedFen: number) => ({
    ...{ means, tenderedFen, refundedFen, tenders: 1, refunds: refundedFen > 0 ? 1 : 0 },
  });
  const shifts = CANTEENS.flatMap((siteId) =>
    TILLS.map((tillId, index) => ({
      ...{ siteId, tillId, openingFloatFen: 20_000 },
      ...{ expectedCashFen: index === 0 ? 20_700 : 20_000, countedCashFen: index === 0 ? 20_700 : 20_000 },
      totals: index === 0 ? [total('cash', 1_200, 500), total('code', 800, 0)] : [],
    })),
  );
  return { orders, shifts };
}
type Papers = ReturnType<typeof rightBooks>;

const played = {
  orders: rightBooks().orders.map(({ id }) => ({ id, by: id.endsWith('code') ? 'family' : 'till' }) as PlannedOrder),
} as unknown as PlayedDay;

function differences(change: (papers: Papers) => void = () => undefined): string[] {
  const papers = rightBooks();
  change(papers);
  const findings = new Findings();
  reconcileTills(papers as unknown as Books & { shifts: ShiftView[] }, played, findings);
  return findings.differences;
}
const first = ({ shifts }: Papers) => shifts[0] as Papers['shifts'][number];

it('finds nothing where orders, tills and counted cash agree', () => expect(differences()).toEqual([]));

it.each<[string, (papers: Papers) => void, string]>([
  ['a payment at the till of another canteen', (papers) => void papers.orders.splice(0, 1), 'tenders by cash at puya'],
  [
    'a code that was booked as cash',
    (papers) => void (first(papers).totals[1] = { ...first(papers).totals[0]! }),
    'tenders by code',
  ],
  [
    'a refund that no order knows',
    (papers) => void (first(papers).totals[1]!.refundedFen = 1),
    'refunds by code at puya',
  ],
  ['cash that does not add up', (papers) => void (first(papers).expectedCashFen += 1), 'cash in till-1 at puya'],
  ['cash that was counted otherwise', (papers) => void (first(papers).countedCashFen -= 1), 'cash in till-1 at puya'],
  ['a shift that nobody opened', (papers) => void papers.shifts.pop(), 'till shifts'],
])('finds %s', (_, change, where) => {
  expect(differences(change).some((difference) => difference.startsWith(where))).toBe(true);
});
