import type { StatementLine } from '@doorstep/contracts';
import type { Findings } from '../findings.js';
import type { MonthPapers, StatementWithLines } from './books.js';
import { SITES } from './month-city.js';
import { differencesOf, isSettled, needOf, sum } from './sums.js';
import type { MonthScript } from './script.js';

const amounts = (lines: readonly StatementLine[]): number => sum(lines.map(({ amountFen }) => amountFen));

/** What the operators' statements say against claims, receipts and grants; and what came late against what it adjusts. */
export function checkStatements(papers: MonthPapers, { plan, dayAfter }: MonthScript, findings: Findings): void {
  const { statements, claims, orders, grants } = papers;
  findings.equal('statements', statements.length, 2 * SITES.length);
  for (const statement of statements) addsUp(statement, findings);
  const lines = statements.flatMap(({ items }) => items);
  findings.equal('postings listed twice', lines.length - new Set(lines.map(({ postingId }) => postingId)).size, 0);
  const byClaim = new Map<string, number>();
  for (const { claimId, kind, amountFen } of lines)
    if (claimId !== null && (kind === 'settle' || kind === 'reverse'))
      byClaim.set(claimId, (byClaim.get(claimId) ?? 0) + amountFen);
  for (const claim of claims)
    findings.equal(
      `claim ${claim.claimId} on statements`,
      byClaim.get(claim.claimId) ?? 0,
      isSettled(claim) ? needOf(claim) : 0,
    );
  for (const { code } of SITES) {
    const own = statements.filter(({ siteId }) => siteId === code);
    const first = own.find(({ period }) => period === plan.month);
    const second = own.find(({ period }) => period === plan.next);
    const of = (...kinds: string[]): number =>
      amounts(own.flatMap(({ items }) => items.filter(({ kind }) => kinds.includes(kind))));
    const { less, more } = differencesOf(orders, code);
    findings.equal(`differences on statements of ${code}`, of('difference', 'undo_difference'), less + more);
    const granted = sum(grants.filter(({ siteId }) => siteId === code).map(({ amountFen }) => amountFen));
    findings.equal(`grants on statements of ${code}`, of('grant'), granted);
    findings.equal(`adjustments in the first statement of ${code}`, first?.breakdown.adjustmentFen, 0);
    const late = second?.items.filter(({ category }) => category === 'adjustment') ?? [];
    findings.truth(
      `adjustments of ${code} are linked to the statement of the month`,
      late.every(({ adjustsStatementId }) => adjustsStatementId === first?.statementId),
    );
    const inMonth = late.every(({ serviceDate }) => serviceDate.startsWith(plan.month));
    findings.truth(`adjustments of ${code} are of the month`, inMonth);
    const served = second?.items.filter(({ category }) => category === 'claim') ?? [];
    const sold = new Set<string>(dayAfter.filter(({ site }) => site === code).map(({ serviceDate }) => serviceDate));
    findings.truth(
      `the rest of it is of the next month`,
      served.every(({ serviceDate }) => sold.has(serviceDate)),
    );
  }
  findings.truth(
    'something was adjusted',
    statements.some(({ items }) => items.some(({ category }) => category === 'adjustment')),
  );
}

function addsUp(
  { siteId, period, items, lines, linesFen, carriedFen, dueFen, breakdown }: StatementWithLines,
  findings: Findings,
): void {
  const place = `statement ${siteId} ${period}`;
  const { subsidyFen, deliveryFen, operatorFen, differenceFen, grantFen, adjustmentFen } = breakdown;
  const parts = subsidyFen + deliveryFen + operatorFen + differenceFen + grantFen + adjustmentFen;
  findings.equal(`${place}: lines`, [items.length, amounts(items)], [lines, linesFen]);
  findings.equal(`${place}: parts`, parts, linesFen);
  findings.equal(`${place}: sources`, sum(breakdown.sources.map(({ fen }) => fen)), linesFen);
  findings.equal(`${place}: due`, dueFen, linesFen + carriedFen);
}
