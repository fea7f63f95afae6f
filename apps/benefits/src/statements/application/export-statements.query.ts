import { type Cell, ExportTooLongError, MOST_ROWS } from '@doorstep/observability';
import type { Actor } from '@doorstep/auth';
import { maySeePlace, placesOf } from '@doorstep/auth';
import type { StatementLine, StatementView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { StatementNotFoundError } from '../domain/statement.errors.js';
import type { StatementFilter } from './statement-reader.port.js';
import { StatementReader } from './statement-reader.port.js';

const PAGE = 5_000;

const STATEMENT_HEAD = [
  'statement',
  'site',
  'period',
  'state',
  'lines',
  'served',
  'discount_yuan',
  'subsidy_yuan',
  'delivery_yuan',
  'operator_yuan',
  'difference_yuan',
  'grant_yuan',
  'adjustment_yuan',
  'carried_yuan',
  'due_yuan',
  'paid_yuan',
  'paid_at',
];
const LINE_HEAD = [
  'posting',
  'category',
  'kind',
  'service_date',
  'yuan',
  'counter_account',
  'claim',
  'adjusts',
  'posted_at',
];

/** Whole lists as rows of a table, in one consistent picture. */
@Injectable()
export class ExportStatements {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: StatementReader,
  ) {}

  async statements(filter: Pick<StatementFilter, 'siteId' | 'period' | 'state'>, actor: Actor): Promise<Cell[][]> {
    const siteIds = placesOf(actor);
    const rows = await this.transactions.read((tx) =>
      allOf((last?: StatementView) =>
        this.reader.list(tx, { ...filter, siteIds, limit: PAGE, ...(last && { after: last }) }),
      ),
    );
    return [STATEMENT_HEAD, ...rows.map(statementRow)];
  }

  async lines(statementId: string, actor: Actor): Promise<Cell[][]> {
    const rows = await this.transactions.read((tx) => this.linesOf(tx, statementId, actor));
    return [LINE_HEAD, ...rows.map(lineRow)];
  }

  private async linesOf(tx: Tx, statementId: string, actor: Actor): Promise<StatementLine[]> {
    const found = await this.reader.find(tx, statementId);
    if (!found || !maySeePlace(actor, found.siteId)) throw new StatementNotFoundError();
    if (found.lines > MOST_ROWS) throw new ExportTooLongError(MOST_ROWS);
    return allOf((last?: StatementLine) => this.reader.lines(tx, statementId, { limit: PAGE, after: last?.postingId }));
  }
}

/** Page by page; a page has one row more when another one follows. */
async function allOf<Row>(pageAfter: (last?: Row) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = await pageAfter(); ; page = await pageAfter(rows.at(-1))) {
    rows.push(...page.slice(0, PAGE));
    if (rows.length > MOST_ROWS) throw new ExportTooLongError(MOST_ROWS);
    if (page.length <= PAGE) return rows;
  }
}

function statementRow({ breakdown, ...statement }: StatementView): Cell[] {
  const { discountFen, subsidyFen, deliveryFen, operatorFen, differenceFen, grantFen, adjustmentFen } = breakdown;
  const sums = [discountFen, subsidyFen, deliveryFen, operatorFen, differenceFen, grantFen, adjustmentFen];
  const { statementId, siteId, period, state, lines, carriedFen, dueFen, paidFen, paidAt } = statement;
  return [
    ...[statementId, siteId, period, state, lines, breakdown.served],
    ...[...sums, carriedFen, dueFen, paidFen].map(inYuan),
    paidAt,
  ];
}

function lineRow(line: StatementLine): Cell[] {
  const { postingId, category, kind, serviceDate, amountFen, counterAccount, claimId } = line;
  const about = [inYuan(amountFen), counterAccount, claimId, line.adjustsStatementId, line.postedAt];
  return [postingId, category, kind, serviceDate, ...about];
}

/** Two decimals are exact for any amount here: a double holds 15 digits, amounts have 13. */
function inYuan(fen: number): number {
  return fen / 100;
}
