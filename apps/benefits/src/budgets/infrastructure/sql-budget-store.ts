import type { BudgetState } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { BudgetFilter, LowBudget, ShortBudget } from '../application/budget-store.port.js';
import { BudgetStore } from '../application/budget-store.port.js';
import { BOOKS_LOCK } from '../../platform/books-lock.js';
import { Budget } from '../domain/budget.js';
import type { Funding } from '../../ledger/domain/movement.js';

interface BudgetRow {
  readonly budget_id: string;
  readonly pack_id: string;
  readonly area: string;
  readonly year: number;
  readonly funders: readonly Funding[];
  readonly purpose: BudgetState['purpose'];
  readonly cut_off: BudgetState['cutOff'];
  readonly alert_levels: readonly number[];
  readonly forecast_on: string | null;
  readonly amount_fen: number;
  readonly reserved_fen: number;
  readonly reserve_used_fen: number;
  readonly held_fen: number;
  readonly spent_fen: number;
  readonly prior_fen: number;
  readonly version: number;
  readonly exhausted_at: Date | null;
}

/** At the pace since the oldest mark of the last four weeks, or since it was opened. */
const FORECAST = `(SELECT CASE WHEN pace > 0 AND ceil(left_fen / pace) <= make_date(b.year, 12, 31) - today
      THEN today + ceil(left_fen / pace)::integer END
    FROM (SELECT t.today, b.amount_fen + b.prior_fen - b.held_fen - b.spent_fen AS left_fen,
        (b.held_fen + b.spent_fen - b.prior_fen - coalesce(m.used_fen, 0))::numeric
          / greatest(1, t.today - coalesce(m.day, (b.opened_at AT TIME ZONE 'Asia/Shanghai')::date)) AS pace
      FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today) t
      LEFT JOIN LATERAL (SELECT day, used_fen FROM budget_mark k WHERE k.budget_id = b.budget_id AND k.day >= t.today - 28
        ORDER BY day LIMIT 1) m ON true) f)::text`;

const COLUMNS = `b.budget_id, b.pack_id, b.area, b.year, b.purpose, b.cut_off, b.funders, b.amount_fen::float8, b.reserved_fen::float8,
  b.reserve_used_fen::float8, b.held_fen::float8, b.spent_fen::float8, b.prior_fen::float8, b.version, b.exhausted_at, b.alert_levels,
  ${FORECAST} AS forecast_on`;

const ADD = `INSERT INTO budget (budget_id, pack_id, area, year, funders, amount_fen, reserved_fen, opened_at, purpose, cut_off, alert_levels)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING budget_id`;
const SAME = `SELECT budget_id FROM budget b WHERE budget_id = $1 OR (pack_id = $2 AND area = $3 AND year = $4 AND purpose = $5)`;
const RAISE = `UPDATE budget SET funders = $2, amount_fen = $3, version = $4, exhausted_at = NULL, exhaustion_told_at = NULL,
    alerted_level = 0 WHERE budget_id = $1`;
const LIST = `SELECT ${COLUMNS} FROM budget b
  WHERE ($1::text IS NULL OR pack_id = $1) AND ($2::text IS NULL OR area = $2) AND ($3::smallint IS NULL OR year = $3)
    AND ($4::uuid IS NULL OR budget_id > $4)
  ORDER BY budget_id LIMIT $5`;
const UNTOLD = `SELECT budget_id FROM budget WHERE exhausted_at IS NOT NULL AND exhaustion_told_at IS NULL ORDER BY budget_id`;
const MARK = `INSERT INTO budget_mark (budget_id, day, used_fen)
  SELECT budget_id, (now() AT TIME ZONE 'Asia/Shanghai')::date, held_fen + spent_fen - prior_fen FROM budget ON CONFLICT DO NOTHING`;
/** Its first day begins with nothing used, whenever on that day it was opened. */
const MARK_OPENED = `INSERT INTO budget_mark (budget_id, day, used_fen) VALUES ($1, (now() AT TIME ZONE 'Asia/Shanghai')::date, 0)`;
/** The highest level that is reached and was not told. */
const LEVEL = `(SELECT max(level) FROM unnest(b.alert_levels) AS level WHERE level > b.alerted_level
  AND (b.held_fen + b.spent_fen - b.prior_fen) * 100 >= level * b.amount_fen)`;
const LOW = `SELECT budget_id FROM budget b WHERE amount_fen > 0 AND ${LEVEL} IS NOT NULL ORDER BY budget_id`;
const TELL_LOW = `UPDATE budget b SET alerted_level = ${LEVEL} WHERE budget_id = $1 AND amount_fen > 0 AND ${LEVEL} IS NOT NULL
  RETURNING ${COLUMNS}, alerted_level`;
const TELL = `UPDATE budget b SET exhaustion_told_at = $2
  WHERE budget_id = $1 AND exhausted_at IS NOT NULL AND exhaustion_told_at IS NULL RETURNING ${COLUMNS}`;

@Injectable()
export class SqlBudgetStore extends BudgetStore {
  async keepOpen(tx: Tx, year: number): Promise<boolean> {
    await tx.query(BOOKS_LOCK.shared);
    return (await tx.query('SELECT FROM fiscal_year WHERE year = $1', [year])).length === 0;
  }

  async add(tx: Tx, budget: Budget, at: Date): Promise<string | undefined> {
    const { budgetId, packId, area, year, funders, reservedFen, purpose, cutOff, alertLevels } = budget.terms;
    const sums = [JSON.stringify(funders), budget.amountFen, reservedFen, at];
    const values = [budgetId, packId, area, year, ...sums, purpose, cutOff, alertLevels];
    const added = await tx.query(ADD, values);
    if (added.length === 1) {
      await tx.query(MARK_OPENED, [budgetId]);
      return undefined;
    }
    const [same] = await tx.query<{ budget_id: string }>(SAME, [budgetId, packId, area, year, purpose]);
    return same?.budget_id ?? budgetId;
  }

  async take(tx: Tx, budgetId: string): Promise<Budget | undefined> {
    const [row] = await tx.query<BudgetRow>(`SELECT ${COLUMNS} FROM budget b WHERE budget_id = $1 FOR UPDATE`, [
      budgetId,
    ]);
    return row && budgetOf(row);
  }

  async raise(tx: Tx, budget: Budget): Promise<void> {
    const { budgetId, funders, version } = budget.terms;
    await tx.query(RAISE, [budgetId, JSON.stringify(funders), budget.amountFen, version]);
  }

  async list(tx: Tx, { packId, area, year, after, limit }: BudgetFilter): Promise<BudgetState[]> {
    const values = [packId ?? null, area ?? null, year ?? null, after ?? null, limit + 1];
    return (await tx.query<BudgetRow>(LIST, values)).map(stateOf);
  }

  async find(tx: Tx, budgetId: string): Promise<BudgetState | undefined> {
    const [row] = await tx.query<BudgetRow>(`SELECT ${COLUMNS} FROM budget b WHERE budget_id = $1`, [budgetId]);
    return row && stateOf(row);
  }

  async untold(tx: Tx): Promise<string[]> {
    return (await tx.query<{ budget_id: string }>(UNTOLD)).map((row) => row.budget_id);
  }

  async mark(tx: Tx): Promise<void> {
    await tx.query(MARK);
  }

  async low(tx: Tx): Promise<string[]> {
    return (await tx.query<{ budget_id: string }>(LOW)).map((row) => row.budget_id);
  }

  async tellLow(tx: Tx, budgetId: string): Promise<LowBudget | undefined> {
    const [row] = await tx.query<BudgetRow & { alerted_level: number }>(TELL_LOW, [budgetId]);
    return row && { state: stateOf(row), levelPercent: row.alerted_level };
  }

  async tell(tx: Tx, budgetId: string, at: Date): Promise<ShortBudget | undefined> {
    const [row] = await tx.query<BudgetRow>(TELL, [budgetId, at]);
    if (!row) return undefined;
    const { availableFen } = stateOf(row);
    const { leadFunder } = budgetOf(row);
    return {
      budgetId,
      funder: leadFunder,
      area: row.area,
      year: row.year,
      availableFen,
      exhaustedAt: row.exhausted_at ?? at,
    };
  }
}

function budgetOf(row: BudgetRow): Budget {
  return Budget.readBack({
    budgetId: row.budget_id,
    packId: row.pack_id,
    area: row.area,
    year: row.year,
    funders: row.funders,
    reservedFen: row.reserved_fen,
    purpose: row.purpose,
    cutOff: row.cut_off,
    alertLevels: row.alert_levels,
    version: row.version,
  });
}

function stateOf(row: BudgetRow): BudgetState {
  return {
    budgetId: row.budget_id,
    packId: row.pack_id,
    area: row.area,
    year: row.year,
    funders: row.funders.map(({ funder, fen }) => ({ funder, amountFen: fen })),
    amountFen: row.amount_fen,
    purpose: row.purpose,
    cutOff: row.cut_off,
    alertLevels: [...row.alert_levels],
    forecastOn: row.forecast_on,
    reservedFen: row.reserved_fen,
    reserveUsedFen: row.reserve_used_fen,
    heldFen: row.held_fen,
    spentFen: row.spent_fen,
    priorFen: row.prior_fen,
    availableFen: row.amount_fen + row.prior_fen - row.held_fen - row.spent_fen,
    version: row.version,
    exhaustedAt: row.exhausted_at?.toISOString() ?? null,
  };
}
