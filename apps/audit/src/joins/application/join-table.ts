import type { JoinView } from '@doorstep/contracts';
import { BYTE_ORDER_MARK, csvRow } from '../../exports/domain/csv.js';

const HEADER = [
  '行号 line',
  '名单编号 given',
  '起 from',
  '止 to',
  '匹配 match',
  '人员编号 personId',
  '期内补贴数 claims',
  '期内金额（分） amountFen',
  '临近补贴数 nearClaims',
  '临近金额（分） nearAmountFen',
  '首日 firstOn',
  '末日 lastOn',
  '补贴编号 claimIds',
];

/** The result as a file for a spreadsheet. */
export function joinTable({ rows }: JoinView): string {
  const lines = rows.map((row) =>
    csvRow([
      ...[row.line, row.given, row.from, row.to, row.match, row.personId, row.claims, row.amountFen],
      ...[row.nearClaims, row.nearAmountFen, row.firstOn, row.lastOn, row.claimIds.join(' ')],
    ]),
  );
  return BYTE_ORDER_MARK + csvRow(HEADER) + lines.join('');
}
