import type { JoinRow, JoinView } from '@doorstep/contracts';
import type { ToldTable } from '../../exports/application/told-table.js';
import { filterItems } from '../../exports/application/told-table.js';
import type { Column } from '../../exports/domain/columns.js';
import type { Cell } from '../../exports/domain/csv.js';

const text = (name: string, zh: string, meaning: string): Column => ({ name, zh, meaning, kind: 'text' });
const number = (name: string, zh: string, meaning: string): Column => ({ name, zh, meaning, kind: 'number' });
const COLUMNS: readonly Column[] = [
  number('line', '行号', 'line of the list'),
  text('given', '名单编号', 'id that the list gives'),
  text('from', '起', 'date that the list gives'),
  text('to', '止', 'date that the list gives; empty when there is none'),
  text(
    'match',
    '匹配',
    'exact; reference: through an order, booking or claim; near: one person whose id is almost the same; none',
  ),
  text('personId', '人员编号', 'pseudonymous id of the person; names are in the registry only'),
  number('claims', '期内补贴数', 'paid and never reversed claims after `from` and before `to`'),
  number('amountFen', '期内金额（分）', 'their sum; 1/100 yuan'),
  number('nearClaims', '临近补贴数', 'the same within nearDays of either end'),
  number('nearAmountFen', '临近金额（分）', 'their sum; 1/100 yuan'),
  text('firstOn', '首日', 'first service date of them'),
  text('lastOn', '末日', 'last service date of them'),
  text('claimIds', '补贴编号', 'UUIDs, at most 20'),
];

/** What the comparison was asked: in the place of a filter. */
export function questionOf({ kind, nearDays, listSha256 }: JoinView): Record<string, string | number | undefined> {
  return { kind, nearDays: nearDays ?? undefined, listSha256 };
}

/** The result as a table. */
export function joinTable(join: JoinView): ToldTable {
  const { rows, snapshot, askedAt, askedBy } = join;
  return {
    ...{ name: 'join', title: '比对', columns: COLUMNS, count: rows.length, pages: pageOf(rows) },
    about: [
      ['快照（日志序号上限） snapshot', snapshot],
      ['行数 rows', rows.length],
      ['生成时间 madeAt', askedAt],
      ['生成人 madeBy', askedBy],
      ...filterItems(questionOf(join)),
    ],
  };
}

async function* pageOf(rows: readonly JoinRow[]): ToldTable['pages'] {
  yield await Promise.resolve(rows.map(cellsOf));
}

function cellsOf(row: JoinRow): Cell[] {
  return [
    ...[row.line, row.given, row.from, row.to, row.match, row.personId, row.claims, row.amountFen],
    ...[row.nearClaims, row.nearAmountFen, row.firstOn, row.lastOn, row.claimIds.join(' ')],
  ];
}
