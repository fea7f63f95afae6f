import type { SplitRule } from '../language/rules.js';
import type { Share } from '../model.js';
import type { Context } from './context.js';

/** Floor each funder's share in the listed order; the remainder goes to the funder that is marked for it. */
export function splitShares(split: readonly SplitRule[], amount: number, context: Context): readonly Share[] {
  let left = amount;
  const fixed = split.map((rule) => {
    if (!rule.bp) return 0;
    const share = Math.min(left, Math.floor((amount * rule.bp(context)) / 10_000));
    left -= share;
    return share;
  });
  return split.map((rule, index) => ({ funder: rule.funder, fen: rule.bp ? (fixed[index] ?? 0) : left }));
}
