import type { ClaimSummary, OrderView } from '@doorstep/contracts';
import type { Books } from './books.js';
import type { Findings } from '../findings.js';
import type { PlayedDay } from './day.js';
import { reconcileTills } from './reconcile-tills.js';
import { DAY_CARE_STAYS, type LunchScript } from './script.js';

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const sharesOf = (claim: ClaimSummary): number => sum(claim.shares.map(({ fen }) => fen));

/** Every service's numbers against every other's. */
export function reconcile(books: Books, script: LunchScript, played: PlayedDay, findings: Findings): void {
  everyOrderHasItsClaim(books, played, findings);
  theScriptCameTrue(books, script, findings);
  theMoneyAgrees(books, played, findings);
  reconcileTills(books, played, findings);
  findings.equal('parked keys', books.parked, 0);
  for (const { source, gaps, highWaterMark, highest, records } of books.sources) {
    findings.equal(`gaps of ${source} in the audit log`, gaps.length, 0);
    findings.equal(`records of ${source} in the audit log`, [highWaterMark, records], [highest, highest]);
  }
}

function everyOrderHasItsClaim(books: Books, played: PlayedDay, findings: Findings): void {
  const claims = new Map<string, ClaimSummary[]>();
  for (const claim of books.claims) claims.set(claim.origin.id, [...(claims.get(claim.origin.id) ?? []), claim]);
  findings.equal('orders kept', books.orders.length, played.orders.length);
  for (const order of books.orders) {
    const own = claims.get(order.id) ?? [];
    if (order.personId === null) findings.equal(`claims of the guest's order ${order.id}`, own.length, 0);
    else checkOrder(order, own, findings);
    const { grossFen, deliveryFeeFen, discountFen, subsidyFen, deliverySubsidyFen, selfPayFen, differenceFen } =
      order.price;
    const explained = discountFen + subsidyFen + deliverySubsidyFen + selfPayFen + differenceFen;
    findings.equal(`the price of order ${order.id} adds up`, explained, grossFen + deliveryFeeFen);
    const due = order.state === 'served' ? selfPayFen : 0;
    findings.equal(
      `tenders of order ${order.id} (${order.state})`,
      order.payment.paidFen - order.payment.refundedFen,
      due,
    );
  }
}

function checkOrder(order: OrderView, own: readonly ClaimSummary[], findings: Findings): void {
  const live = own.filter(({ state }) => state === 'held' || state === 'settled');
  findings.truth(`order ${order.id} has at most one live claim`, live.length <= 1);
  findings.truth(`order ${order.id} was decided`, own.length >= 1);
  findings.truth(
    `no claim of order ${order.id} is still held`,
    own.every(({ state }) => state !== 'held'),
  );
  const paid = sum(live.map(({ subsidyFen }) => subsidyFen));
  findings.equal(
    `subsidy of order ${order.id} (${order.state})`,
    order.state === 'served' ? order.price.subsidyFen : 0,
    paid,
  );
  for (const claim of own) findings.equal(`shares of claim ${claim.claimId}`, sharesOf(claim), claim.subsidyFen);
}

function theScriptCameTrue(books: Books, script: LunchScript, findings: Findings): void {
  const claimOf = (orderId: string): ClaimSummary | undefined =>
    books.claims.filter(({ origin }) => origin.id === orderId).at(-1);
  const reversed = (orderId: string): boolean =>
    books.claims.some(({ origin, state }) => origin.id === orderId && state === 'reversed');
  const birthday = books.claims.find(
    ({ personId, mealPeriod }) => personId === script.turning75.personId && mealPeriod === 'lunch',
  );
  findings.equal('who turned 75 today pays 7 yuan at Minfeng', birthday?.subsidyFen, 300);
  findings.equal('the second lunch', claimOf(script.secondHelping.id)?.reason, 'DUP_PERIOD');
  findings.truth('the lunch of the deceased was taken back', reversed(script.dies.id));
  findings.truth('the canteen lunch before day care was taken back', reversed(script.lunchThenCare.id));
  findings.equal('the canteen lunch after day care', claimOf(script.careThenLunch.id)?.reason, 'MEAL_IN_DAYCARE');
  const returned = script.walkUps.find(({ ending }) => ending === 'returned');
  findings.truth('the returned meal was taken back', returned !== undefined && reversed(returned.id));
  const dinners = script.dinner.map(({ id }) => claimOf(id)?.reason);
  const dry = dinners.indexOf('BUDGET_EXHAUSTED');
  findings.truth('the pool paid some dinners and ran dry', dry > 0);
  findings.truth(
    'once dry it stays dry',
    dinners.every((reason, i) => (reason === 'OK') === i < dry),
  );
  const ends = new Map(books.orders.map(({ id, state }) => [id, state]));
  const wanted = {
    handover: 'served',
    delivery: 'served',
    cancelled: 'cancelled',
    no_show: 'no_show',
    left_open: 'no_show',
    door_not_opened: 'no_show',
    returned: 'returned',
  };
  for (const { id, ending } of [...script.preOrders, ...script.walkUps])
    findings.equal(`end of order ${id}`, ends.get(id), wanted[ending]);
  findings.equal('stays', books.bookings.filter(({ state }) => state === 'completed').length, DAY_CARE_STAYS);
  findings.equal('fees', books.bookings.filter(({ fee }) => fee !== null).length, script.dayCare.length);
}

function theMoneyAgrees(books: Books, played: PlayedDay, findings: Findings): void {
  const settled = books.claims.filter(({ state }) => state === 'settled');
  const publicMoney = sum(
    settled.map(({ subsidyFen, deliveryFen, operatorFen }) => subsidyFen + deliveryFen + operatorFen),
  );
  const balance = (kind: string, owner?: string): number =>
    sum(
      books.accounts
        .filter((account) => account.kind === kind && (owner ?? account.owner) === account.owner)
        .map(({ balanceFen }) => balanceFen),
    );
  findings.equal('sum of the whole ledger', books.ledgerTotalFen, 0);
  // What a receipt has less than the decision is made good by the loss account; what it has more is owed to the diner.
  const differences = (siteId?: string): number =>
    sum(
      books.orders
        .filter(({ personId, state }) => personId !== null && state === 'served')
        .filter((order) => (siteId ?? order.siteId) === order.siteId)
        .map(({ price }) => price.differenceFen),
    );
  findings.equal('held in the ledger', balance('held'), 0);
  findings.equal('spent in the ledger', balance('spent'), publicMoney);
  const owners = [...new Set(settled.map(({ siteId }) => siteId))];
  const payable = sum(owners.map((site) => balance('payable', site)));
  findings.equal('owed to operators', payable, publicMoney + differences());
  for (const site of owners) {
    const own = settled.filter(({ siteId }) => siteId === site);
    findings.equal(
      `owed to ${site}`,
      balance('payable', site),
      sum(own.map((c) => c.subsidyFen + c.deliveryFen + c.operatorFen)) + differences(site),
    );
  }
  const shares = settled.flatMap((claim) => claim.shares);
  for (const funder of new Set(shares.map((share) => share.funder))) {
    const own = sum(shares.filter((share) => share.funder === funder).map(({ fen }) => fen));
    findings.equal(`spent by ${funder}`, balance('spent', funder), own);
  }
  const pool = books.budgets.find(({ budgetId }) => budgetId === played.budgetId);
  findings.equal('the pool', [pool?.heldFen, pool?.spentFen], [0, publicMoney]);
  findings.equal('what is left in the pool', pool?.availableFen, (pool?.amountFen ?? 0) - publicMoney);
}
