import type { PoolState } from '../../budgets/domain/budget-pool.js';

export const BUDGET_COLUMNS = `budget_id, pack_id, area, year, amount_fen::float8, reserved_fen::float8, held_fen::float8,
  spent_fen::float8, version, exhausted_at IS NOT NULL AS exhausted`;

export interface BudgetSqlRow {
  readonly budget_id: string;
  readonly pack_id: string;
  readonly area: string;
  readonly year: number;
  readonly amount_fen: number;
  readonly reserved_fen: number;
  readonly held_fen: number;
  readonly spent_fen: number;
  readonly version: number;
  readonly exhausted: boolean;
}

export function poolStateOf(row: BudgetSqlRow): PoolState {
  return {
    budgetId: row.budget_id,
    packId: row.pack_id,
    area: row.area,
    year: row.year,
    amountFen: row.amount_fen,
    reservedFen: row.reserved_fen,
    heldFen: row.held_fen,
    spentFen: row.spent_fen,
    version: row.version,
    exhausted: row.exhausted,
  };
}
