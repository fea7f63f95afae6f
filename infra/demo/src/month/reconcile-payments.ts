import type { Findings } from '../findings.js';
import type { MonthPapers } from './books.js';
import { SITES } from './month-city.js';
import { sum } from './sums.js';

/** Payments, their files and the ledger against the statements; one funder's part of a line came back and was paid in the end. */
export function checkPayments({ statements, batches, files, accounts }: MonthPapers, findings: Findings): void {
  const lines = batches.flatMap(({ items }) => items);
  const parts = lines.flatMap((line) => line.parts.map((part) => ({ ...part, line })));
  const paidParts = parts.filter(({ state }) => state === 'paid');
  for (const { statementId, siteId, period, state, dueFen, paidFen } of statements) {
    const own = paidParts.filter(({ line }) => line.statementId === statementId);
    const paid = sum(own.map(({ amountFen }) => amountFen));
    const place = `statement ${siteId} ${period}`;
    findings.equal(
      `${place} is paid`,
      [state, paid, paidFen],
      dueFen > 0 ? ['paid', dueFen, dueFen] : ['carried', 0, 0],
    );
    findings.equal(
      `parts of ${place} that were paid twice`,
      own.length - new Set(own.map(({ funder }) => funder)).size,
      0,
    );
  }
  const failed = parts.filter(({ state }) => state === 'failed');
  findings.equal('parts that came back', failed.length, 1);
  for (const { funder, amountFen, line } of failed)
    findings.truth(
      `what came back of ${line.siteId} went out again`,
      paidParts.some(
        (part) => part.line.statementId === line.statementId && part.funder === funder && part.amountFen === amountFen,
      ),
    );
  findings.equal('parts without a result', parts.filter(({ state }) => state === 'sent').length, 0);
  for (const { code } of SITES) {
    const paid = sum(paidParts.filter(({ line }) => line.siteId === code).map(({ amountFen }) => amountFen));
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
    for (const { lineId, amountFen, parts: own } of items)
      findings.equal(`parts of line ${lineId}`, sum(own.map((part) => part.amountFen)), amountFen);
    const file = files.find((each) => each.batchId === batchId);
    findings.equal(`CSV file of ${batchId}`, csvTotal(file?.csv ?? ''), totalFen);
    const references = columnOf(file?.csv ?? '', '明细编号').sort();
    const ordered = items.flatMap((line) => line.parts.map(({ partId }) => partId)).sort();
    findings.equal(`references in the file of ${batchId}`, references, ordered);
    findings.equal(`treasury file of ${batchId}`, Number((file?.treasury ?? '').trimEnd().slice(-15)), totalFen);
  }
}

/** Sum of the column of the amounts in yuan, in fen. */
function csvTotal(csv: string): number {
  return sum(columnOf(csv, '金额（元）').map((yuan) => Math.round(Number(yuan) * 100)));
}

function columnOf(csv: string, name: string): string[] {
  const [head = '', ...rows] = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  const column = head.split(',').indexOf(name);
  return rows.map((row) => row.split(',')[column] ?? '');
}
