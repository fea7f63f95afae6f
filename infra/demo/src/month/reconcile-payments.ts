import type { Findings } from '../findings.js';
import type { MonthPapers } from './books.js';
import { SITES } from './month-city.js';
import { sum } from './sums.js';

/** Payments, their files and the ledger against the statements; one line came back and was paid in the end. */
export function checkPayments({ statements, batches, files, accounts }: MonthPapers, findings: Findings): void {
  const lines = batches.flatMap(({ items }) => items);
  for (const { statementId, siteId, period, state, dueFen } of statements) {
    const own = lines.filter((line) => line.statementId === statementId);
    const paid = own.filter((line) => line.state === 'paid').map(({ amountFen }) => amountFen);
    findings.equal(
      `statement ${siteId} ${period} is paid`,
      [state, ...paid],
      dueFen > 0 ? ['paid', dueFen] : ['carried'],
    );
  }
  const failed = lines.filter(({ state }) => state === 'failed');
  findings.equal('lines that came back', failed.length, 1);
  findings.equal('lines without a result', lines.filter(({ state }) => state === 'sent').length, 0);
  for (const { code } of SITES) {
    const paid = sum(
      lines.filter(({ siteId, state }) => siteId === code && state === 'paid').map(({ amountFen }) => amountFen),
    );
    const account = accounts.find(({ owner, kind }) => owner === code && kind === 'paid');
    findings.equal(`paid to ${code} in the ledger`, account?.balanceFen ?? 0, paid);
    const open = accounts.find(({ owner, kind }) => owner === code && kind === 'payable');
    const carried = statements.filter(
      ({ siteId, state, carriedToStatementId }) =>
        siteId === code && state === 'carried' && carriedToStatementId === null,
    );
    findings.equal(`still owed to ${code}`, open?.balanceFen ?? 0, sum(carried.map(({ dueFen }) => dueFen)));
  }
  for (const batch of batches) {
    const { batchId, items, totalFen } = batch;
    findings.equal(`batch ${batchId}`, sum(items.map(({ amountFen }) => amountFen)), totalFen);
    for (const { lineId, amountFen, parts } of items)
      findings.equal(`parts of line ${lineId}`, sum(parts.map((part) => part.amountFen)), amountFen);
    const file = files.find((each) => each.batchId === batchId);
    findings.equal(`CSV file of ${batchId}`, csvTotal(file?.csv ?? ''), totalFen);
    findings.equal(`treasury file of ${batchId}`, Number((file?.treasury ?? '').trimEnd().slice(-15)), totalFen);
  }
}

/** Sum of the column of the amounts in yuan, in fen. */
function csvTotal(csv: string): number {
  const [head = '', ...rows] = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  const column = head.split(',').indexOf('金额（元）');
  return sum(rows.map((row) => Math.round(Number(row.split(',')[column]) * 100)));
}
