import type { PoolState } from '../../budgets/domain/budget-pool.js';

export const BUDGET_COLUMNS = `budget_id, pack_id, area, year, purpose, cut_off, amount_fen::float8, reserved_fen::float8,
  reserve_used_fen::float8, held_fen::float8, spent_fen::float8, prior_fen::float8, version, exhausted_at IS NOT NULL AS exhausted`;

export interface BudgetSqlRow {
  readonly budget_id: string;
  readonly pack_id: string;
  readonly area: string;
  readonly year: number;
  readonly purpose: PoolState['purpose'];
  readonly cut_off: PoolState['cutOff'];
  readonly amount_fen: number;
  readonly reserved_fen: number;
  readonly reserve_used_fen: number;
  readonly held_fen: number;
  readonly spent_fen: number;
  readonly prior_fen: number;
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
    reserveUsedFen: row.reserve_used_fen,
    purpose: row.purpose,
    cutOff: row.cut_off,
    priorFen: row.prior_fen,
    heldFen: row.held_fen,
    spentFen: row.spent_fen,
    version: row.version,
    exhausted: row.exhausted,
  };
}
