import type { OwedView, StatementLine, StatementView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { operatorAccount } from '../../ledger/domain/account.js';
import type { StatementFilter, StatementLineFilter } from '../application/statement-reader.port.js';
import { StatementReader } from '../application/statement-reader.port.js';
import type { StatementRow } from './statement-rows.js';
import { STATEMENT_COLUMNS, viewOf } from './statement-rows.js';
import { UNLISTED } from './statement-sql.js';

const LIST = `SELECT ${STATEMENT_COLUMNS} FROM statement s
  WHERE ($1::text IS NULL OR s.site_id = $1) AND ($2::text IS NULL OR s.period = $2) AND ($3::text IS NULL OR s.state = $3)
    AND ($4::text[] IS NULL OR s.site_id = ANY($4)) AND ($5::date IS NULL OR (s.last_on, s.statement_id) < ($5, $6::uuid))
  ORDER BY s.last_on DESC, s.statement_id DESC LIMIT $7`;
const LINES = `SELECT l.posting_id::text, l.category, l.kind, l.amount_fen::float8, a.code AS counter, l.claim_id, l.service_on, l.posted_at,
    l.adjusts_statement_id
  FROM statement_line l JOIN ledger_account a ON a.account_id = l.counter_account
  WHERE l.statement_id = $1 AND l.posting_id > $2 AND ($3::text IS NULL OR l.category = $3) ORDER BY l.posting_id LIMIT $4`;

/** Statements that are not paid are few: the approved ones that wait for their payment, and one that is still open. */
const OWED = `WITH ${UNLISTED},
  unpaid AS (SELECT s.*, coalesce((SELECT sum(q.amount_fen) FROM payment_part q WHERE q.statement_id = s.statement_id AND q.state = 'paid'), 0)
      AS paid_fen
    FROM statement s WHERE site_id = $2 AND state IN ('draft', 'checked', 'approved')),
  waiting AS (
    SELECT service_on, posted_at FROM unlisted WHERE fen > 0
    UNION ALL SELECT l.service_on, l.posted_at FROM statement_line l JOIN unpaid USING (statement_id) WHERE l.amount_fen > 0)
  SELECT coalesce((SELECT sum(d.in_fen - d.out_fen) FROM ledger_account_day d JOIN account USING (account_id)), 0)::float8 AS owed,
    coalesce((SELECT sum(due_fen - paid_fen) FROM unpaid), 0)::float8 AS on_statements,
    coalesce((SELECT sum(due_fen) FROM statement WHERE site_id = $2 AND state = 'carried' AND due_fen < 0
      AND carried_to_statement_id IS NULL), 0)::float8 AS carried,
    coalesce((SELECT sum(fen) FROM unlisted), 0)::float8 AS unlisted,
    (SELECT min(service_on) FROM waiting) AS oldest, (SELECT min(posted_at) FROM waiting) AS since,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('statementId', statement_id, 'period', period, 'state', state, 'dueFen', due_fen, 'paidFen', paid_fen)
      ORDER BY last_on), '[]') FROM (SELECT * FROM unpaid ORDER BY last_on LIMIT 60) u) AS statements
  FROM site WHERE site_id = $2`;

interface LineRow {
  readonly posting_id: string;
  readonly category: StatementLine['category'];
  readonly kind: StatementLine['kind'];
  readonly amount_fen: number;
  readonly counter: string;
  readonly claim_id: string | null;
  readonly service_on: string;
  readonly posted_at: Date;
  readonly adjusts_statement_id: string | null;
}

interface OwedRow {
  readonly owed: number;
  readonly on_statements: number;
  readonly carried: number;
  readonly unlisted: number;
  readonly oldest: string | null;
  readonly since: Date | null;
  readonly statements: OwedView['statements'];
}

@Injectable()
export class SqlStatementReader extends StatementReader {
  async list(tx: Tx, filter: StatementFilter): Promise<StatementView[]> {
    const { siteId, period, state, siteIds, after, limit } = filter;
    const rows = await tx.query<StatementRow>(LIST, [
      siteId ?? null,
      period ?? null,
      state ?? null,
      siteIds ?? null,
      after?.lastOn ?? null,
      after?.statementId ?? null,
      limit + 1,
    ]);
    return rows.map(viewOf);
  }

  async find(tx: Tx, statementId: string): Promise<StatementView | undefined> {
    const sql = `SELECT ${STATEMENT_COLUMNS} FROM statement s WHERE s.statement_id = $1`;
    const [row] = await tx.query<StatementRow>(sql, [statementId]);
    return row && viewOf(row);
  }

  async lines(tx: Tx, statementId: string, filter: StatementLineFilter): Promise<StatementLine[]> {
    const { category, after, limit } = filter;
    const rows = await tx.query<LineRow>(LINES, [statementId, after ?? '0', category ?? null, limit + 1]);
    return rows.map((row) => ({
      postingId: row.posting_id,
      category: row.category,
      kind: row.kind,
      amountFen: row.amount_fen,
      counterAccount: row.counter,
      claimId: row.claim_id,
      serviceDate: row.service_on,
      postedAt: row.posted_at.toISOString(),
      adjustsStatementId: row.adjusts_statement_id,
    }));
  }

  async owed(tx: Tx, siteId: string): Promise<OwedView | undefined> {
    const [row] = await tx.query<OwedRow>(OWED, [operatorAccount(siteId, 'payable'), siteId]);
    return (
      row && {
        siteId,
        owedFen: row.owed,
        onStatementsFen: row.on_statements,
        carriedFen: row.carried,
        unlistedFen: row.unlisted,
        oldestServiceDate: row.owed > 0 ? row.oldest : null,
        since: row.owed > 0 ? (row.since?.toISOString() ?? null) : null,
        statements: row.statements,
      }
    );
  }
}
