import type { Tx } from '@doorstep/persistence';
import type { BudgetPool } from '../../budgets/domain/budget-pool.js';

/**
 * Rows are locked in sorted order first, so that two batches with the same budgets cannot deadlock. What is taken must leave what is
 * left of the reserve whole, and no more of the reserve may be used than there is, unless the batch was decided under the lock: then
 * the decisions themselves have seen to it. A batch that only gives back always may.
 */
const CHARGE = `WITH locked AS (
    SELECT b.budget_id FROM budget b WHERE b.budget_id = ANY($1::uuid[]) ORDER BY b.budget_id FOR UPDATE)
  UPDATE budget b SET held_fen = b.held_fen + d.held, spent_fen = b.spent_fen + d.spent, prior_fen = b.prior_fen + d.prior,
    reserve_used_fen = b.reserve_used_fen + d.reserve, version = b.version + 1,
    exhausted_at = CASE WHEN d.short THEN coalesce(b.exhausted_at, $8) ELSE b.exhausted_at END
  FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::integer[])
    AS d(budget_id, held, spent, prior, reserve, short, version)
  JOIN locked USING (budget_id)
  WHERE b.budget_id = d.budget_id AND (b.version = d.version OR (d.held + d.spent <= d.prior AND d.reserve <= 0)
    OR (b.reserve_used_fen + d.reserve <= b.reserved_fen AND (b.cut_off <> 'close' OR b.exhausted_at IS NULL)
      AND b.amount_fen + b.prior_fen + d.prior - b.held_fen - b.spent_fen - d.held - d.spent
        >= b.reserved_fen - b.reserve_used_fen - d.reserve))`;

/** Answers false when a budget that the batch draws on has changed so much that it does not suffice. */
export async function chargeBudgets(tx: Tx, pools: readonly BudgetPool[], now: Date): Promise<boolean> {
  if (pools.length === 0) return true;
  const { rowCount } = await tx.client.query({
    name: 'charge-budgets',
    text: CHARGE,
    values: [
      pools.map((pool) => pool.state.budgetId),
      pools.map((pool) => pool.heldDelta),
      pools.map((pool) => pool.spentDelta),
      pools.map((pool) => pool.priorDelta),
      pools.map((pool) => pool.reserveDelta),
      pools.map((pool) => pool.wasShort),
      pools.map((pool) => pool.state.version),
      now.toISOString(),
    ],
  });
  return rowCount === pools.length;
}
