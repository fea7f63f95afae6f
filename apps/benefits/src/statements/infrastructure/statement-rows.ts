import type { StatementBreakdown, StatementView } from '@doorstep/contracts';
import type { StatementFacts } from '../domain/statement.js';
import type { StatementState } from '../domain/statement-state.js';

export const STATEMENT_COLUMNS = `s.statement_id, s.site_id, s.period, s.first_on, s.last_on, s.cut_at, s.state, s.lines,
  s.lines_fen::float8, s.carried_fen::float8, s.due_fen::float8, s.breakdown, s.carried_to_statement_id, s.drafted_by, s.drafted_at,
  s.checked_by, s.checked_at, s.approved_by, s.approved_at, s.discarded_by, s.discarded_at, s.paid_at, s.version,
  (SELECT coalesce(sum(q.amount_fen), 0) FROM payment_part q WHERE q.statement_id = s.statement_id AND q.state = 'paid')::float8 AS paid_fen`;

export interface StatementRow {
  readonly statement_id: string;
  readonly site_id: string;
  readonly period: string;
  readonly first_on: string;
  readonly last_on: string;
  readonly cut_at: Date;
  readonly state: StatementState;
  readonly lines: number;
  readonly lines_fen: number;
  readonly carried_fen: number;
  readonly due_fen: number;
  readonly breakdown: StatementBreakdown;
  readonly carried_to_statement_id: string | null;
  readonly drafted_by: string;
  readonly drafted_at: Date;
  readonly checked_by: string | null;
  readonly checked_at: Date | null;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly discarded_by: string | null;
  readonly discarded_at: Date | null;
  readonly paid_at: Date | null;
  readonly paid_fen: number;
  readonly version: number;
}

export function factsOf(row: StatementRow): StatementFacts {
  return {
    statementId: row.statement_id,
    siteId: row.site_id,
    period: row.period,
    state: row.state,
    lines: row.lines,
    linesFen: row.lines_fen,
    carriedFen: row.carried_fen,
    dueFen: row.due_fen,
    draftedBy: row.drafted_by,
    checkedBy: row.checked_by,
  };
}

export function viewOf(row: StatementRow): StatementView {
  return {
    statementId: row.statement_id,
    siteId: row.site_id,
    period: row.period,
    firstOn: row.first_on,
    lastOn: row.last_on,
    cutAt: row.cut_at.toISOString(),
    state: row.state,
    lines: row.lines,
    linesFen: row.lines_fen,
    carriedFen: row.carried_fen,
    dueFen: row.due_fen,
    paidFen: row.paid_fen,
    breakdown: row.breakdown,
    carriedToStatementId: row.carried_to_statement_id,
    drafted: { by: row.drafted_by, at: row.drafted_at.toISOString() },
    checked: step(row.checked_by, row.checked_at),
    approved: step(row.approved_by, row.approved_at),
    discarded: step(row.discarded_by, row.discarded_at),
    paidAt: row.paid_at?.toISOString() ?? null,
    version: row.version,
  };
}

function step(by: string | null, at: Date | null): StatementView['checked'] {
  return by === null || at === null ? null : { by, at: at.toISOString() };
}
