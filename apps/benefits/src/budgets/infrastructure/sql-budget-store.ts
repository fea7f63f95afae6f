import type { BudgetState } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { BudgetFilter, ShortBudget } from '../application/budget-store.port.js';
import { BudgetStore } from '../application/budget-store.port.js';
import { Budget } from '../domain/budget.js';
import type { Funding } from '../../ledger/domain/movement.js';

interface BudgetRow {
  readonly budget_id: string;
  readonly pack_id: string;
  readonly area: string;
  readonly year: number;
  readonly funders: readonly Funding[];
  readonly amount_fen: number;
  readonly reserved_fen: number;
  readonly held_fen: number;
  readonly spent_fen: number;
  readonly version: number;
  readonly exhausted_at: Date | null;
}

const COLUMNS = `budget_id, pack_id, area, year, funders, amount_fen::float8, reserved_fen::float8, held_fen::float8,
  spent_fen::float8, version, exhausted_at`;

const ADD = `INSERT INTO budget (budget_id, pack_id, area, year, funders, amount_fen, reserved_fen, opened_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING budget_id`;
const SAME = `SELECT budget_id FROM budget WHERE budget_id = $1 OR (pack_id = $2 AND area = $3 AND year = $4)`;
const RAISE = `UPDATE budget SET funders = $2, amount_fen = $3, version = $4, exhausted_at = NULL, exhaustion_told_at = NULL
  WHERE budget_id = $1`;
const LIST = `SELECT ${COLUMNS} FROM budget
  WHERE ($1::text IS NULL OR pack_id = $1) AND ($2::text IS NULL OR area = $2) AND ($3::smallint IS NULL OR year = $3)
    AND ($4::uuid IS NULL OR budget_id > $4)
  ORDER BY budget_id LIMIT $5`;
const UNTOLD = `SELECT budget_id FROM budget WHERE exhausted_at IS NOT NULL AND exhaustion_told_at IS NULL ORDER BY budget_id`;
const TELL = `UPDATE budget SET exhaustion_told_at = $2
  WHERE budget_id = $1 AND exhausted_at IS NOT NULL AND exhaustion_told_at IS NULL RETURNING ${COLUMNS}`;

@Injectable()
export class SqlBudgetStore extends BudgetStore {
  async add(tx: Tx, budget: Budget, at: Date): Promise<string | undefined> {
    const { budgetId, packId, area, year, funders, reservedFen } = budget.terms;
    const values = [budgetId, packId, area, year, JSON.stringify(funders), budget.amountFen, reservedFen, at];
    const added = await tx.query(ADD, values);
    if (added.length === 1) return undefined;
    const [same] = await tx.query<{ budget_id: string }>(SAME, [budgetId, packId, area, year]);
    return same?.budget_id ?? budgetId;
  }

  async take(tx: Tx, budgetId: string): Promise<Budget | undefined> {
    const [row] = await tx.query<BudgetRow>(`SELECT ${COLUMNS} FROM budget WHERE budget_id = $1 FOR UPDATE`, [
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
    const [row] = await tx.query<BudgetRow>(`SELECT ${COLUMNS} FROM budget WHERE budget_id = $1`, [budgetId]);
    return row && stateOf(row);
  }

  async untold(tx: Tx): Promise<string[]> {
    return (await tx.query<{ budget_id: string }>(UNTOLD)).map((row) => row.budget_id);
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
    reservedFen: row.reserved_fen,
    heldFen: row.held_fen,
    spentFen: row.spent_fen,
    availableFen: row.amount_fen - row.held_fen - row.spent_fen,
    version: row.version,
    exhaustedAt: row.exhausted_at?.toISOString() ?? null,
  };
}
