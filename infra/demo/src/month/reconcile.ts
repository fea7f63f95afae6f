import type { ClaimSummary, OrderView } from '@doorstep/contracts';
import type { Findings } from '../findings.js';
import type { MonthPapers } from './books.js';
import { checkLedger } from './reconcile-ledger.js';
import { checkPayments } from './reconcile-payments.js';
import { checkRules } from './reconcile-rules.js';
import { checkStatements } from './reconcile-statements.js';
import type { MonthScript } from './script.js';
import { isSettled, sum } from './sums.js';

/** Every total from three sides: orders and claims, the ledger, statements and payments. */
export function reconcileMonth(papers: MonthPapers, script: MonthScript, findings: Findings): void {
  checkOrders(papers, script, findings);
  checkRules(papers, script, findings);
  checkLedger(papers, findings);
  checkStatements(papers, script, findings);
  checkPayments(papers, findings);
}

function checkOrders({ orders, claims }: MonthPapers, script: MonthScript, findings: Findings): void {
  const asked = [...script.orders.flat(), ...script.dayAfter];
  findings.equal('orders kept', orders.length, asked.length);
  const byOrigin = new Map<string, ClaimSummary[]>();
  for (const claim of claims) byOrigin.set(claim.origin.id, [...(byOrigin.get(claim.origin.id) ?? []), claim]);
  findings.equal('origins of claims', byOrigin.size, orders.length);
  const known = new Map(claims.map((claim) => [claim.claimId, claim]));
  for (const order of orders) checkOrder(order, byOrigin.get(order.id) ?? [], findings);
  for (const claim of claims) {
    if (claim.correctsClaimId === null) continue;
    const before = known.get(claim.correctsClaimId);
    const place = `claim ${claim.claimId}`;
    findings.equal(`${place} corrects one of the same order`, before?.origin.id, claim.origin.id);
    findings.truth(`${place} corrects one that stands no more`, before !== undefined && !isSettled(before));
  }
}

function checkOrder(order: OrderView, own: readonly ClaimSummary[], findings: Findings): void {
  const place = `order ${order.id}`;
  const { grossFen, deliveryFeeFen, discountFen, subsidyFen, deliverySubsidyFen, selfPayFen, differenceFen } =
    order.price;
  findings.equal(`${place} was first decided once`, own.filter((claim) => claim.correctsClaimId === null).length, 1);
  const live = own.filter(isSettled);
  findings.truth(`${place} has at most one live claim`, live.length <= 1);
  findings.equal(`held claims of ${place}`, own.filter(({ state }) => state === 'held').length, 0);
  const explained = discountFen + subsidyFen + deliverySubsidyFen + selfPayFen + differenceFen;
  findings.equal(`the price of ${place} adds up`, explained, grossFen + deliveryFeeFen);
  findings.equal(`tenders of ${place}`, order.payment.paidFen - order.payment.refundedFen, selfPayFen);
  findings.equal(`subsidy of ${place}`, subsidyFen, sum(live.map((claim) => claim.subsidyFen)));
}
