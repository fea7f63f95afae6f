import type { OptionRule } from '../language/rules.js';
import type { Context } from './context.js';

export interface Pick {
  readonly option: OptionRule | undefined;
  readonly fen: number;
  /** An option that would have applied, had the bill reached its threshold. */
  readonly missed: OptionRule | undefined;
}

const NONE: Pick = { option: undefined, fen: 0, missed: undefined };

/** The option that gives most among those that apply; nothing is added up inside one layer. The first of equals wins. */
export function pickOption(options: readonly OptionRule[], context: Context): Pick {
  let best: OptionRule | undefined;
  let bestFen = -1;
  let missed: OptionRule | undefined;
  for (const option of options) {
    if (!applies(option, context)) continue;
    if (option.threshold && !option.threshold.met(context)) {
      missed ??= option;
      continue;
    }
    const fen = Math.max(0, option.amount(context));
    if (fen > bestFen) {
      best = option;
      bestFen = fen;
    }
  }
  if (best) return { option: best, fen: bestFen, missed: undefined };
  return missed ? { option: undefined, fen: 0, missed } : NONE;
}

export function applies(option: OptionRule, context: Context): boolean {
  const { ages, when } = option;
  if (ages && (context.age < ages.from || context.age > ages.to)) return false;
  return when ? when(context) : true;
}
