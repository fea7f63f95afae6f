import { expect, it } from '@jest/globals';
import {
  BudgetOpenedV1,
  BudgetSpentBeforeV1,
  ClaimBroughtInV1,
  ClaimDeniedV1,
  ClaimReversedV1,
  GrantDecidedV1,
  YearClosedV1,
} from '@doorstep/contracts';
import { again, liveBooks, sold } from './reperform-again.js';
import { lunch, shares } from './reperform-claims.js';
import { HandMadeLog } from './reperform-log.js';
import { CLAIM, DAY, id, MRS_LI } from './reperform-states.js';

const POOL = id(50);
const PACK = 'cn-shenyang-shenbei';
const LATER = '2027-01-20T04:00:00Z';
const opened = {
  budgetId: POOL,
  packId: PACK,
  funder: 'city',
  funders: [{ funder: 'city', amountFen: 1_000 }],
  area: 'shenbei',
  year: 2026,
  amountFen: 1_000,
  reservedFen: 0,
  version: 1,
  at: `${DAY}T00:00:00Z`,
};
const closed = (log: HandMadeLog): HandMadeLog =>
  log.event('benefits', YearClosedV1, { year: 2026, at: '2027-01-10T04:00:00Z' });
const reversed = (log: HandMadeLog, more: object): HandMadeLog =>
  log.settled(lunch(), ClaimReversedV1, { cause: 'late_facts', reversedAt: LATER, ...more });
/** Balances of one lunch of 300, half and half, taken back in the year after. */
const TAKEN_BACK = Object.fromEntries(
  ['city', 'district'].flatMap((funder) => [
    [`funder:${funder}:2026:available`, -150],
    [`funder:${funder}:2026:spent`, 150],
    [`funder:${funder}:2026:due`, -150],
    [`funder:${funder}:2027:prior`, -150],
    [`funder:${funder}:2027:available`, 150],
    [`funder:${funder}:2027:due`, 150],
  ]),
);

it('money of a closed year comes back in the current one', async () => {
  const log = reversed(closed(sold()), { bookYear: 2027 });
  expect(await again(log, liveBooks({ accounts: TAKEN_BACK }))).toMatchObject({ books: 'compared', differences: [] });
});

it('what is booked in a closed year, or in another year without a closing, is a difference', async () => {
  expect((await again(reversed(closed(sold()), {}))).found).toMatchObject([
    { subject: CLAIM, field: 'bookYear', recorded: '2026', redecided: 'the current year' },
  ]);
  expect((await again(reversed(sold(), { bookYear: 2027 }))).found).toMatchObject([
    { subject: CLAIM, field: 'bookYear', recorded: '2027', redecided: '2026' },
  ]);
  expect((await again(reversed(closed(sold()), { bookYear: 2030 }))).found).toMatchObject([
    { field: 'bookYear', redecided: '2027' },
  ]);
});

it('an opening counts in caps, budgets and debts, and its meals are numbered with the others', async () => {
  const meal = (n: number, subsidyFen: number) => ({
    claimId: id(200 + n),
    siteId: 'minfeng',
    packId: PACK,
    serviceDate: `2026-06-0${n}`,
    mealPeriod: 'lunch',
    subsidyFen,
    decisionNumber: n,
  });
  const opening = { openingId: id(60), at: `${DAY}T00:00:00Z` };
  const meals = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => meal(n, 1_000));
  const brought = { ...opening, personId: MRS_LI, meals, allowances: [], toPersonFen: 700, fromPersonFen: 50 };
  const spent = { ...opening, budgetId: POOL, packId: PACK, area: 'shenbei', year: 2026, spentFen: 400 };
  const log = (decisionNumber: number): HandMadeLog =>
    new HandMadeLog()
      .event('benefits', BudgetOpenedV1, opened)
      .event('benefits', BudgetSpentBeforeV1, { ...spent, funders: [{ funder: 'city', spentFen: 400 }] })
      .event('benefits', ClaimBroughtInV1, brought)
      .order()
      .claim(capped(decisionNumber), ClaimDeniedV1);
  const accounts = {
    'funder:city:2026:granted': -1_000,
    'funder:city:2026:available': 600,
    'funder:city:2026:spent': 400,
    'opening:books:clearing': -650,
    [`person:${MRS_LI}:payable`]: 700,
    [`person:${MRS_LI}:receivable`]: -50,
  };
  const pool = { ...opened, purpose: 'claims', heldFen: 0, spentFen: 400, priorFen: 0 };
  expect(await again(log(10), liveBooks({ accounts, budgets: [pool] }))).toMatchObject({
    books: 'compared',
    broughtIn: 9,
    differences: [],
  });
  expect((await again(log(11))).differences).toContain(`${CLAIM} decisionNumber`);
});

/** 90 yuan of the month are used up. */
function capped(decisionNumber: number) {
  return lunch({
    basis: { decisionNumber },
    decision: {
      outcome: 'deny',
      reason: 'MONTH_MONEY_CAP',
      subsidyFen: 0,
      selfPayFen: 1_000,
      shares: shares(0),
      steps: [
        { code: 'PRICE', fen: 1_000 },
        { code: 'REFUSED_MONTH_MONEY_CAP', fen: 0, source: 'design' },
      ],
    },
  });
}

it('a confirmed grant is owed to the operator', async () => {
  const grant = { grantId: id(70), siteId: 'minfeng', period: '2026-05', packId: PACK, scheme: 'monthly_steps' };
  const sums = { totalFen: 500, amountFen: 500, funder: 'town', bookYear: 2026, at: LATER };
  const log = new HandMadeLog().event('benefits', GrantDecidedV1, { ...grant, ...sums, confirmed: true });
  log.event('benefits', GrantDecidedV1, { ...grant, ...sums, grantId: id(71), confirmed: false });
  const accounts = { 'funder:town:2026:due': -500, 'operator:minfeng:payable': 500 };
  expect(await again(log, liveBooks({ accounts }))).toMatchObject({ differences: [] });
});
