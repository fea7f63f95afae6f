import type { StatementAct, StatementBreakdown } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { operatorAccount } from '../../ledger/domain/account.js';
import type { NewStatement, StatementMove } from '../application/statement-store.port.js';
import { StatementStore } from '../application/statement-store.port.js';
import type { StatementFacts } from '../domain/statement.js';
import type { StatementPeriod } from '../domain/statement-period.js';
import type { StatementRow } from './statement-rows.js';
import { factsOf, STATEMENT_COLUMNS } from './statement-rows.js';
import { GIVE_BACK, RAISE_FLOOR, SUM_UP, TAKE_LINES, TAKE_OVER } from './statement-sql.js';

const IN_THE_WAY = `SELECT statement_id FROM statement WHERE site_id = $1
  AND (state IN ('draft', 'checked') OR (state <> 'discarded' AND last_on >= $2::date)) LIMIT 1`;
const ADD = `INSERT INTO statement (statement_id, site_id, period, first_on, last_on, cut_at, state, drafted_by, drafted_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8)`;
const SET_SUMS = `UPDATE statement SET lines = $2, lines_fen = $3, carried_fen = $4, due_fen = $3::bigint + $4::bigint, breakdown = $5
  WHERE statement_id = $1`;

/** Who did it, per act; giving back forgets who had checked. */
const SETS: Readonly<Record<StatementAct, string>> = {
  check: 'checked_by = $3, checked_at = $4',
  return: 'checked_by = NULL, checked_at = NULL',
  approve: 'approved_by = $3, approved_at = $4',
  discard: 'discarded_by = $3, discarded_at = $4',
};

@Injectable()
export class SqlStatementStore extends StatementStore {
  async packOf(tx: Tx, siteId: string): Promise<string | null | undefined> {
    const sql = 'SELECT coalesce(meal_pack_id, day_care_pack_id) AS pack FROM site WHERE site_id = $1';
    const [site] = await tx.query<{ pack: string | null }>(sql, [siteId]);
    return site?.pack;
  }

  async inTheWay(tx: Tx, siteId: string, period: StatementPeriod): Promise<string | undefined> {
    const [row] = await tx.query<{ statement_id: string }>(IN_THE_WAY, [siteId, period.firstOn]);
    return row?.statement_id;
  }

  async draft(tx: Tx, { statementId, siteId, period, by, at }: NewStatement): Promise<StatementFacts> {
    const { name, firstOn, lastOn, cutAt } = period;
    await tx.query(ADD, [statementId, siteId, name, firstOn, lastOn, cutAt, by, at]);
    await tx.query(TAKE_LINES, [operatorAccount(siteId, 'payable'), siteId, statementId, firstOn, cutAt]);
    const taken = await tx.query<{ fen: number }>(TAKE_OVER, [siteId, statementId]);
    const [sums] = await tx.query<{ lines: number; fen: number; breakdown: StatementBreakdown }>(SUM_UP, [
      statementId,
      siteId,
      firstOn,
      lastOn,
    ]);
    const carriedFen = taken.reduce((sum, { fen }) => sum + fen, 0);
    const { lines = 0, fen = 0, breakdown = {} } = sums ?? {};
    await tx.query(SET_SUMS, [statementId, lines, fen, carriedFen, JSON.stringify(breakdown)]);
    return this.read(tx, statementId);
  }

  async take(tx: Tx, statementId: string): Promise<StatementFacts | undefined> {
    const sql = `SELECT ${STATEMENT_COLUMNS} FROM statement s WHERE statement_id = $1 FOR UPDATE`;
    const [row] = await tx.query<StatementRow>(sql, [statementId]);
    return row && factsOf(row);
  }

  async siteOf(tx: Tx, statementId: string): Promise<string | undefined> {
    const sql = 'SELECT site_id FROM statement WHERE statement_id = $1';
    const [row] = await tx.query<{ site_id: string }>(sql, [statementId]);
    return row?.site_id;
  }

  async move(tx: Tx, { statementId, act, to, by, at }: StatementMove): Promise<void> {
    if (act === 'discard') {
      await tx.query('DELETE FROM statement_line WHERE statement_id = $1', [statementId]);
      await tx.query(GIVE_BACK, [statementId]);
    }
    const values = act === 'return' ? [statementId, to] : [statementId, to, by, at];
    await tx.query(
      `UPDATE statement SET state = $2, ${SETS[act]}, version = version + 1 WHERE statement_id = $1`,
      values,
    );
    if (act !== 'approve') return;
    const { siteId } = await this.read(tx, statementId);
    await tx.query(RAISE_FLOOR, [operatorAccount(siteId, 'payable'), siteId]);
  }

  async pay(tx: Tx, statementId: string, at: Date): Promise<void> {
    const sql = `UPDATE statement SET state = 'paid', paid_at = $2, version = version + 1 WHERE statement_id = $1`;
    await tx.query(sql, [statementId, at]);
  }

  private async read(tx: Tx, statementId: string): Promise<StatementFacts> {
    const sql = `SELECT ${STATEMENT_COLUMNS} FROM statement s WHERE statement_id = $1`;
    const [row] = await tx.query<StatementRow>(sql, [statementId]);
    return factsOf(row as StatementRow);
  }
}
