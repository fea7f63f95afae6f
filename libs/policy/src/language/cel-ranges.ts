import type { ASTNode } from '@marcbachmann/cel-js';
import { CelError } from './cel-parser.js';
import type { BoundParameter } from './cel-words.js';
import { MOST_FEN } from './limits.js';

/** Least and greatest value that an integer expression can have. */
export interface Range {
  readonly least: number;
  readonly greatest: number;
}

export interface RangeWords {
  readonly parameters: ReadonlyMap<string, BoundParameter>;
  /** Of settings that are integers. */
  readonly settingRanges: ReadonlyMap<string, Range>;
}

const MONEY: Range = { least: 0, greatest: MOST_FEN };
const RANGES: Readonly<Record<string, Range>> = {
  date: { least: 1850_01_01, greatest: 2199_12_31 },
  age: { least: -350, greatest: 350 },
  level: { least: 0, greatest: 4 },
  weekday: { least: 1, greatest: 7 },
  minutes: { least: 0, greatest: 1440 },
  price: MONEY,
  payable: MONEY,
  delivery_fee: MONEY,
  subsidy: MONEY,
  delivery: MONEY,
  operator: MONEY,
  fee: MONEY,
};

/**
 * What can go wrong when an expression runs (a division by zero, an index outside of its list, a sum outside of the exact integers) is found
 * before it ever does: a rule in force must not stop every decision of a city. Conditions do not narrow a range.
 * Returns undefined for what is no integer. Throws CelError.
 */
export function rangeOf(tree: ASTNode, words: RangeWords): Range | undefined {
  const of = (part: ASTNode): Range | undefined => rangeOf(part, words);
  switch (tree.op) {
    case 'value':
      return typeof tree.args === 'bigint' ? only(Number(tree.args)) : undefined;
    case 'id':
      return RANGES[tree.args];
    case '.':
      return fieldRange(tree.args, words);
    case '[]':
      return elementRange(tree.args, words);
    case '?:': {
      const [, yes, no] = tree.args.map(of);
      return yes && no && hull([yes.least, no.least, yes.greatest, no.greatest]);
    }
    case '-_': {
      const range = of(tree.args);
      return range && hull([-range.least, -range.greatest]);
    }
    case '!_':
      of(tree.args);
      return undefined;
    case 'call':
      return combined(tree.args[0], tree.args[1].map(of));
    case 'in':
      of(tree.args[0]);
      if (tree.args[1].op === 'list') tree.args[1].args.forEach(of);
      return undefined;
    case '&&':
    case '||':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return combined(tree.op, tree.args.map(of));
    default:
      return undefined;
  }
}

function fieldRange([object, field]: readonly [ASTNode, string], words: RangeWords): Range | undefined {
  if (object.op !== 'id') return undefined;
  if (object.args === 'site') return field === 'standard_meal_price' ? MONEY : undefined;
  if (object.args === 'setting') return words.settingRanges.get(field);
  const values = object.args === 'param' ? words.parameters.get(field)?.values : undefined;
  return values && values.length > 0 ? hull(values.map(({ value }) => value)) : undefined;
}

function elementRange([object, index]: readonly [ASTNode, ASTNode], words: RangeWords): Range | undefined {
  const list = object.op === '.' ? words.parameters.get(object.args[1])?.list : undefined;
  const at = rangeOf(index, words);
  if (!list || !at) return undefined;
  if (at.least < 0 || at.greatest >= list.length) {
    throw new CelError(
      `the index goes from ${at.least} to ${at.greatest}, the list has ${list.length} entries`,
      'Give the list an entry for every index, from 0 on',
    );
  }
  return hull(list);
}

function combined(op: string, parts: readonly (Range | undefined)[]): Range | undefined {
  const [left, right] = parts;
  if (!left || !right) return undefined;
  switch (op) {
    case '+':
      return exact([left.least + right.least, left.greatest + right.greatest]);
    case '-':
      return exact([left.least - right.greatest, left.greatest - right.least]);
    case '*':
      return exact(corners(left, right, (a, b) => a * b));
    case 'bp':
      return hull(exactly(corners(left, right, (a, b) => a * b)).map((product) => Math.floor(product / 10_000)));
    case '/':
      return hull(corners(left, neverZero(right), (a, b) => Math.trunc(a / b)));
    case 'ceil_div':
      return hull(corners(left, neverZero(right), (a, b) => Math.ceil(a / b)));
    case '%': {
      const { least, greatest } = neverZero(right);
      const most = Math.max(-least, greatest) - 1;
      return { least: left.least < 0 ? -most : 0, greatest: left.greatest > 0 ? most : 0 };
    }
    case 'min':
      return { least: Math.min(left.least, right.least), greatest: Math.min(left.greatest, right.greatest) };
    case 'max':
      return { least: Math.max(left.least, right.least), greatest: Math.max(left.greatest, right.greatest) };
    default:
      return undefined;
  }
}

function neverZero(range: Range): Range {
  if (range.least > 0 || range.greatest < 0) return range;
  throw new CelError('this may divide by zero', 'Divide by what is always at least 1, as in max(1, …)');
}

function corners(left: Range, right: Range, of: (a: number, b: number) => number): readonly number[] {
  return [left.least, left.greatest].flatMap((a) => [of(a, right.least), of(a, right.greatest)]);
}

function exact(bounds: readonly number[]): Range {
  return hull(exactly(bounds));
}

function exactly(bounds: readonly number[]): readonly number[] {
  if (bounds.every(Number.isSafeInteger)) return bounds;
  throw new CelError(
    'this may leave the exact integers',
    `Prices go up to ${MOST_FEN} fen: multiply fewer of them, or take min(…) first`,
  );
}

function hull(values: readonly number[]): Range {
  return { least: Math.min(...values), greatest: Math.max(...values) };
}

function only(value: number): Range {
  return { least: value, greatest: value };
}
