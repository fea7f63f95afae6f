import type { ClaimSummary } from '@doorstep/contracts';
import type { Findings } from '../findings.js';
import type { MonthPapers } from './books.js';
import { PACK_OF, SITES } from './month-city.js';
import { differencesOf, isSettled, needOf, packOfSite, sum, yearOf } from './sums.js';

/** The ledger and the budgets against claims, receipts and grants. */
export function checkLedger(papers: MonthPapers, findings: Findings): void {
  const { claims, orders, accounts, budgets, grants, refunds } = papers;
  const settled = claims.filter(isSettled);
  const balance = (kind: string, owner?: string): number =>
    sum(
      accounts
        .filter((account) => account.kind === kind && (owner ?? account.owner) === account.owner)
        .map(({ balanceFen }) => balanceFen),
    );
  findings.equal('sum of the whole ledger', papers.ledgerTotalFen, 0);
  findings.equal('held in the ledger', balance('held'), 0);
  for (const { code } of SITES) {
    const need = sum(settled.filter(({ siteId }) => siteId === code).map(needOf));
    const { less, more } = differencesOf(orders, code);
    const granted = sum(grants.filter(({ siteId }) => siteId === code).map(({ amountFen }) => amountFen));
    const owed = balance('payable', code) + balance('paid', code);
    findings.equal(`owed and paid to ${code}`, owed, need + less + more + granted);
  }
  const funded = fundersOf(settled);
  for (const [funder, fen] of funded) {
    findings.equal(`spent by ${funder}`, balance('spent', funder), fen);
    const granted = sum(grants.filter((grant) => grant.funder === funder).map(({ amountFen }) => amountFen));
    findings.equal(`due from ${funder}`, balance('due', funder), -fen - granted);
  }
  findings.equal('spent by all', balance('spent'), sum([...funded.values()]));
  const more = sum(SITES.map(({ code }) => differencesOf(orders, code).more));
  const persons = accounts.filter(({ account }) => account.startsWith('person:'));
  findings.equal('owed and paid to elders', sum(persons.map(({ balanceFen }) => balanceFen)), -more);
  findings.equal('refunds that are not paid', refunds.filter(({ toPayFen }) => toPayFen !== 0).length, 0);
  for (const packId of Object.values(PACK_OF)) {
    const own = SITES.filter(({ code }) => packOfSite(code) === packId);
    for (const pool of budgets.filter((budget) => budget.packId === packId)) {
      // The month after may lie in the next year, for which nobody has opened a pool: nothing is limited there.
      const paid = settled.filter((claim) => claim.packId === packId && yearOf(claim) === pool.year);
      const need = sum(paid.map(needOf));
      const less = sum(own.map(({ code }) => differencesOf(orders, code, pool.year).less));
      const spent = pool.purpose === 'losses' ? less : need;
      findings.equal(`${pool.purpose} of ${packId}`, [pool.heldFen, pool.spentFen], [0, spent]);
      findings.equal(`what is left of it`, pool.availableFen, pool.amountFen - spent);
    }
  }
}

/** What the shares do not name is for the funder named last. */
function fundersOf(settled: readonly ClaimSummary[]): Map<string, number> {
  const totals = new Map<string, number>();
  const add = (funder: string, fen: number): void => void totals.set(funder, (totals.get(funder) ?? 0) + fen);
  for (const claim of settled) {
    for (const { funder, fen } of claim.shares) add(funder, fen);
    const rest = needOf(claim) - sum(claim.shares.map(({ fen }) => fen));
    if (rest !== 0) add(claim.shares.at(-1)?.funder ?? 'unassigned', rest);
  }
  return totals;
}
