import { describe, expect, it } from '@jest/globals';
import { Findings } from '../src/findings.js';
import type { MonthPapers } from '../src/month/books.js';
import { cityCsv, elders, SITES } from '../src/month/month-city.js';
import { planOf } from '../src/month/plan.js';
import { reconcileMonth } from '../src/month/reconcile.js';
import { drawUpMonth } from '../src/month/script.js';
import { rightPapers, SCRIPT } from './month-papers.js';

type Loose = Record<string, Record<string, unknown>[]>;

function differences(change: (papers: Loose) => void = () => undefined): string[] {
  const papers = structuredClone(rightPapers());
  change(papers as unknown as Loose);
  const findings = new Findings();
  reconcileMonth(papers, SCRIPT, findings);
  return findings.differences;
}

const set =
  (list: keyof MonthPapers, index: number, more: object) =>
  (papers: Loose): void =>
    void Object.assign(papers[list]?.[index] ?? {}, more);

describe('the checker of the month', () => {
  it('finds nothing where everything agrees', () => expect(differences()).toEqual([]));

  it.each<[string, (papers: Loose) => void, string]>([
    ['an order without a claim', (papers) => papers['claims']?.splice(0, 1), 'origins of claims'],
    [
      'a meal paid twice',
      (papers) => papers['claims']?.push({ ...papers['claims'][0], claimId: 'again' }),
      'first decided once',
    ],
    ['a death that was overlooked', set('claims', 2, { state: 'settled' }), 'may be paid'],
    ['an amount of the old rules', set('claims', 1, { subsidyFen: 100 }), 'amount of claim'],
    ['a version of another day', set('claims', 0, { ruleVersion: '2' }), 'rules of claim'],
    ['a fen missing in the ledger', set('accounts', 0, { balanceFen: 149 }), 'spent by city'],
    ['money that is still held', set('accounts', 0, { kind: 'held' }), 'held in the ledger'],
    ['a pool that spent something else', set('budgets', 0, { spentFen: 299 }), 'claims of'],
    ['losses that nobody had', set('budgets', 1, { spentFen: 0 }), 'losses of'],
    ['a statement whose lines do not add up', set('statements', 0, { linesFen: 501 }), 'lines'],
    ['an adjustment without its statement', (papers) => unlink(papers), 'are linked'],
    ['a statement that was not paid', set('statements', 0, { state: 'approved' }), 'is paid'],
    ['a payment of another amount', set('batches', 1, { totalFen: 501 }), 'batch'],
    ['a part that was paid twice', (papers) => payAll(papers), 'paid twice'],
    ['a part that came back and never went out again', (papers) => papers['batches']?.splice(1, 1), 'went out again'],
    ['a payment without its failed twin', (papers) => papers['batches']?.splice(0, 1), 'came back'],
    ['a record that was never ordered', set('files', 1, { csv: '明细编号,金额（元）\r\nx,2.00\r\n' }), 'references'],
    ['a file of another sum', set('files', 0, { csv: '金额（元）\r\n4.99\r\n' }), 'CSV file'],
    [
      'a receipt that does not add up',
      (papers) => void ((papers['orders']?.[0]?.['price'] as { selfPayFen: number }).selfPayFen += 1),
      'adds up',
    ],
    ['a refund that nobody paid', (papers) => papers['refunds']?.push({ toPayFen: 1 }), 'refunds'],
    ['a ledger that is out of balance', (papers) => void Object.assign(papers, { ledgerTotalFen: 1 }), 'whole ledger'],
  ])('finds %s', (_, change, where) => {
    expect(differences(change).some((difference) => difference.includes(where))).toBe(true);
  });
});

function unlink(papers: Loose): void {
  for (const line of papers['statements']?.[1]?.['items'] as { adjustsStatementId: string | null }[])
    line.adjustsStatementId = null;
}

function payAll(papers: Loose): void {
  for (const { items } of papers['batches'] as unknown as { items: { parts: { state: string }[] }[] }[])
    for (const part of items.flatMap(({ parts }) => parts)) part.state = 'paid';
}

describe.each(['2026-01-15', '2026-11-29', '2027-12-31', '2028-01-31'])('a month played on %s', (today) => {
  const plan = planOf(new Date(`${today}T04:00:00Z`), true);
  const people = elders(2_000, plan.month, 7);
  const script = drawUpMonth(plan, people, 7);

  it('lies after the present, and within what tills may send late', () => {
    expect(plan.opening.getTime()).toBeGreaterThan(Date.parse(`${today}T04:00:00Z`));
    expect(plan.monthLater.getTime() - Date.parse(`${today}T00:00:00Z`)).toBeLessThan(100 * 86_400_000);
    const spread = plan.closing.getTime() - plan.opening.getTime();
    expect(spread).toBeLessThan(32 * 86_400_000);
  });

  it('has elders of all three districts who do not exist, and everything that comes late', () => {
    const csv = cityCsv(people, `${plan.month}-01`);
    expect(csv.split('\n').filter((row) => /^person,/.test(row))).toHaveLength(2_000);
    expect(csv).toMatch(/演示老人2000/);
    const kinds = new Set([...script.inTime, ...script.tooLate].map(({ fact }) => fact.kind));
    expect([...kinds].sort()).toEqual(['application', 'category', 'death', 'hukou', 'stay']);
    const sites = new Set(script.orders.flat().map(({ site }) => site));
    expect(sites.size).toBe(SITES.length);
    expect(script.orders.flat().length).toBeGreaterThan(15_000);
  });
});
