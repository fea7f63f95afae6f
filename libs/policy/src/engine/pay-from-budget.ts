import type { BudgetRule } from '../language/rules.js';
import type { BudgetView } from '../model.js';
import type { Context } from './context.js';
import type { DecisionSheet } from './decision-sheet.js';

/**
 * The pool pays the whole need or nothing. `exhausted` when the need is above what is left at all; `reserved` when only the reserve of
 * the first class stands in the way. What the first class spends comes out of the reserve as long as there is one.
 */
export function payFromBudget(
  sheet: DecisionSheet,
  rule: BudgetRule,
  context: Context,
  budget: BudgetView | undefined,
): void {
  const need = Math.max(0, rule.need(context));
  sheet.budgetNeedFen = need;
  if (!budget || need === 0) return;
  const firstClass = rule.mayUseReserve?.(context) ?? false;
  const { availableFen, reservedFen } = budget;
  if (need > availableFen) return sheet.refuse(rule.exhausted, rule.source);
  if (!firstClass && need > availableFen - reservedFen) return sheet.refuse(rule.reserved, rule.source);
  sheet.reserveFen = firstClass ? Math.min(need, reservedFen) : 0;
}
