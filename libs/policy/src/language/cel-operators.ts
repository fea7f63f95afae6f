import type { Context } from '../engine/context.js';
import { CelError } from './cel-parser.js';

export type Expr = (context: Context) => unknown;
type Int = (context: Context) => number;

/** An amount left the range of exact integers, or something was divided by zero. Never a guess. */
export class PolicyArithmeticError extends Error {
  override readonly name = 'PolicyArithmeticError';
}

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new PolicyArithmeticError('an amount outside of the exact integers');
  return value;
}

function divide(left: number, right: number): number {
  if (right === 0) throw new PolicyArithmeticError('a division by zero');
  return Math.trunc(left / right);
}

/** Operators and functions of two integers (== and != also of strings and conditions). CEL divides towards zero. */
export function binary(op: string, l: Expr, r: Expr): Expr {
  const left = l as Int;
  const right = r as Int;
  switch (op) {
    case '==':
      return (c) => left(c) === right(c);
    case '!=':
      return (c) => left(c) !== right(c);
    case '<':
      return (c) => left(c) < right(c);
    case '<=':
      return (c) => left(c) <= right(c);
    case '>':
      return (c) => left(c) > right(c);
    case '>=':
      return (c) => left(c) >= right(c);
    case '+':
      return (c) => exact(left(c) + right(c));
    case '-':
      return (c) => exact(left(c) - right(c));
    case '*':
      return (c) => exact(left(c) * right(c));
    case '/':
      return (c) => divide(left(c), right(c));
    case '%':
      return (c) => {
        const divisor = right(c);
        if (divisor === 0) throw new PolicyArithmeticError('a division by zero');
        return left(c) % divisor;
      };
    case 'min':
      return (c) => Math.min(left(c), right(c));
    case 'max':
      return (c) => Math.max(left(c), right(c));
    case 'bp':
      return (c) => Math.floor(exact(left(c) * right(c)) / 10_000);
    case 'ceil_div':
      return (c) => -Math.floor(-left(c) / nonZero(right(c)));
    default:
      throw new CelError(
        `'${op}' may not be used`,
        'Use comparisons, + - * / % and the functions of the README of the packs',
      );
  }
}

function nonZero(value: number): number {
  if (value === 0) throw new PolicyArithmeticError('a division by zero');
  return value;
}

const READERS: Readonly<Record<string, Expr>> = {
  date: (c) => c.dateNumber,
  age: (c) => c.age,
  level: (c) => c.level,
  weekday: (c) => c.weekday,
  holiday: (c) => c.holiday,
  statutory_holiday: (c) => c.statutory_holiday,
  makeup_workday: (c) => c.makeup_workday,
  hukou: (c) => c.hukou,
  lives: (c) => c.lives,
  site: (c) => c.site,
  price: (c) => c.price,
  payable: (c) => c.payable,
  delivery_fee: (c) => c.delivery_fee,
  period: (c) => c.period,
  channel: (c) => c.channel,
  menu: (c) => c.menu,
  subsidy: (c) => c.subsidy,
  delivery: (c) => c.delivery,
  operator: (c) => c.operator,
  minutes: (c) => c.minutes,
  fee: (c) => c.fee,
};

export function readVariable(name: string): Expr {
  const reader = READERS[name];
  if (!reader) throw new CelError(`'${name}' cannot stand alone`, 'Read one of its fields, as in hukou.city');
  return reader;
}
