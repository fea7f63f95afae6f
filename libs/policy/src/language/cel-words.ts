import type { ASTNode } from '@marcbachmann/cel-js';
import type { LocalDate } from '@doorstep/kernel';
import { holdsOn } from '../engine/facts-in-force.js';
import type { Expr } from './cel-operators.js';
import { CelError } from './cel-parser.js';
import { ENUMERATIONS } from './vocabulary.js';

/** A parameter ready to be read. */
export interface BoundParameter {
  readonly list?: readonly number[];
  /** Ascending by date; one entry when it never changes. */
  readonly values: readonly { readonly from: LocalDate; readonly value: number }[];
}

/** The value that holds on the service date. */
export function parameterReader(values: BoundParameter['values']): Expr {
  const first = values[0]?.value;
  if (values.length === 1) return () => first;
  return (c) => {
    for (let index = values.length - 1; index > 0; index -= 1) {
      const entry = values[index];
      if (entry && entry.from <= c.date) return entry.value;
    }
    return first;
  };
}

export function categoryReader(code: string): Expr {
  return (c) => {
    for (const fact of c.categories) if (fact.code === code && holdsOn(fact, c.date)) return true;
    return false;
  };
}

/** `period == "lunhc"` is never true: a spelling mistake, not a rule. */
export function checkWord(word: ASTNode, literal: ASTNode): void {
  const allowed = word.op === 'id' ? ENUMERATIONS[word.args] : undefined;
  if (!allowed || literal.op !== 'value' || allowed.includes(String(literal.args))) return;
  throw new CelError(`${String(word.args)} is never "${String(literal.args)}"`, `It is one of: ${allowed.join(', ')}`);
}

/** The age from which a comparison changes its result: 80 for `age >= 80` and `age < 80`, 81 for `age > 80`. */
export function ageLimit(
  op: string,
  left: ASTNode,
  right: ASTNode,
  parameters: ReadonlyMap<string, BoundParameter>,
): number | undefined {
  if (left.op !== 'id' || left.args !== 'age') return undefined;
  const parameter = right.op === '.' ? parameters.get(right.args[1])?.values[0]?.value : undefined;
  const value = right.op === 'value' ? Number(right.args) : parameter;
  if (value === undefined || !Number.isInteger(value)) return undefined;
  return value + (op === '>' || op === '<=' ? 1 : 0);
}
