import type { ASTNode } from '@marcbachmann/cel-js';
import type { Context, PlaceView } from '../engine/context.js';
import { CelError } from './cel-parser.js';
import { binary, readVariable, type Expr } from './cel-operators.js';
import { ageLimit, categoryReader, checkWord, parameterReader, type BoundParameter } from './cel-words.js';
import { CALENDAR_WORDS, CATEGORY_CODES, FACT_OF, FUNCTIONS, type FactKind } from './vocabulary.js';

export interface Bindings {
  readonly parameters: ReadonlyMap<string, BoundParameter>;
  readonly settings: ReadonlyMap<string, string | number>;
  readonly predicates: ReadonlyMap<string, Compiled>;
  readonly place: PlaceView;
}

/** A compiled expression with what it touches and what it costs at most. */
export interface Compiled<T = unknown> {
  readonly run: (context: Context) => T;
  readonly cost: number;
  readonly facts: ReadonlySet<FactKind>;
  readonly categories: ReadonlySet<string>;
  readonly calendar: boolean;
  /** Ages from which a comparison in it changes. */
  readonly ages: ReadonlySet<number>;
}

export const MAX_EXPRESSION_COST = 400;

/**
 * Turns a checked tree into closures over plain numbers (amounts are far below 2^53, and every result is checked). Only a whitelist of
 * operators passes: no macros, no comprehensions, no regular expressions; so the cost is known before anything runs.
 */
export class CelCompiler {
  private cost = 0;
  private readonly facts = new Set<FactKind>();
  private readonly categories = new Set<string>();
  private readonly ages = new Set<number>();
  private calendar = false;

  private constructor(private readonly bindings: Bindings) {}

  static compile<T>(tree: ASTNode, bindings: Bindings): Compiled<T> {
    const compiler = new CelCompiler(bindings);
    const run = compiler.node(tree) as (context: Context) => T;
    const { cost, facts, categories, calendar, ages } = compiler;
    return { run, cost, facts, categories, calendar, ages };
  }

  private spend(cost: number): void {
    this.cost += cost;
    if (this.cost > MAX_EXPRESSION_COST) {
      throw new CelError(
        `the expression costs more than ${MAX_EXPRESSION_COST}`,
        'Make it shorter; do not nest predicates in predicates',
      );
    }
  }

  private node(tree: ASTNode): Expr {
    this.spend(1);
    switch (tree.op) {
      case 'value':
        return this.literal(tree.args);
      case 'id':
        return this.variable(tree.args);
      case '.':
        return this.field(tree.args[0], tree.args[1]);
      case '[]':
        return this.element(tree.args[0], tree.args[1]);
      case 'call':
        return this.call(tree.args[0], tree.args[1]);
      case '?:': {
        const [test, yes, no] = tree.args.map((part) => this.node(part)) as [Expr, Expr, Expr];
        return (c) => (test(c) ? yes(c) : no(c));
      }
      case '&&': {
        const [left, right] = tree.args.map((part) => this.node(part)) as [Expr, Expr];
        return (c) => left(c) && right(c);
      }
      case '||': {
        const [left, right] = tree.args.map((part) => this.node(part)) as [Expr, Expr];
        return (c) => left(c) || right(c);
      }
      case '!_': {
        const operand = this.node(tree.args);
        return (c) => !operand(c);
      }
      case '-_': {
        const operand = this.node(tree.args);
        return (c) => -(operand(c) as number);
      }
      case 'in':
        return this.membership(tree.args[0], tree.args[1]);
      case '==':
      case '!=':
        checkWord(tree.args[0], tree.args[1]);
        checkWord(tree.args[1], tree.args[0]);
        return binary(tree.op, this.node(tree.args[0]), this.node(tree.args[1]));
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.noteAge(tree.op, tree.args);
        return binary(tree.op, this.node(tree.args[0]), this.node(tree.args[1]));
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return binary(tree.op, this.node(tree.args[0]), this.node(tree.args[1]));
      default:
        throw new CelError(
          `'${tree.op}' may not be used`,
          `Use comparisons, &&, ||, !, ?:, + - * / %, in [..] and ${names()}`,
        );
    }
  }

  private literal(value: unknown): Expr {
    if (typeof value === 'bigint') {
      const number = Number(value);
      if (!Number.isSafeInteger(number))
        throw new CelError('a number that is too large', 'Amounts are fen, at most 10^13');
      return () => number;
    }
    if (typeof value === 'string' || typeof value === 'boolean') return () => value;
    throw new CelError(
      'only integers, strings, true and false may stand here',
      'Amounts are integers: fen and basis points',
    );
  }

  private variable(name: string): Expr {
    const fact = FACT_OF[name];
    if (fact) this.facts.add(fact);
    if (CALENDAR_WORDS.has(name)) this.calendar = true;
    return readVariable(name);
  }

  private field(object: ASTNode, field: string): Expr {
    if (object.op !== 'id')
      throw new CelError('fields are read from a fact directly', 'Write hukou.city, param.name and so on');
    const name = object.args;
    if (name === 'param') return this.parameter(field);
    if (name === 'setting') {
      const fallback = this.bindings.settings.get(field);
      return (c) => c.settings?.[field] ?? fallback;
    }
    if (name === 'is') return this.predicate(field);
    if (name === 'place') {
      const value = this.bindings.place[field as keyof PlaceView];
      return () => value;
    }
    const fact = FACT_OF[name];
    if (fact) this.facts.add(fact);
    const whole = readVariable(name) as (context: Context) => Record<string, unknown>;
    return (c) => whole(c)[field];
  }

  private parameter(name: string): Expr {
    const values = this.bindings.parameters.get(name)?.values ?? [];
    if (values.length === 0) throw new CelError(`param.${name} is a list`, `Write param.${name}[index]`);
    return parameterReader(values);
  }

  private noteAge(op: string, [left, right]: readonly [ASTNode, ASTNode]): void {
    const limit = ageLimit(op, left, right, this.bindings.parameters);
    if (limit !== undefined) this.ages.add(limit);
  }

  private predicate(name: string): Expr {
    const predicate = this.bindings.predicates.get(name);
    if (!predicate)
      throw new CelError(`is.${name} stands further down`, 'A predicate may only use predicates above it');
    this.spend(predicate.cost);
    for (const fact of predicate.facts) this.facts.add(fact);
    for (const category of predicate.categories) this.categories.add(category);
    for (const age of predicate.ages) this.ages.add(age);
    this.calendar ||= predicate.calendar;
    return predicate.run;
  }

  private element(object: ASTNode, index: ASTNode): Expr {
    const list =
      object.op === '.' && object.args[0].op === 'id' && object.args[0].args === 'param'
        ? this.bindings.parameters.get(object.args[1])?.list
        : undefined;
    if (!list) throw new CelError('only a parameter with a list can be indexed', 'Write param.name[index]');
    const at = this.node(index) as (context: Context) => number;
    return (c) => {
      const value = list[at(c)];
      if (value === undefined) throw new RangeError('an index outside of a parameter list');
      return value;
    };
  }

  private call(name: string, args: readonly ASTNode[]): Expr {
    this.spend(FUNCTIONS[name]?.cost ?? 0);
    if (name === 'category') return this.categoryTest(args[0]);
    const [left, right] = args.map((part) => this.node(part));
    if (!left || !right || !(name in FUNCTIONS))
      throw new CelError(`${name}() may not be called`, `Known functions: ${names()}`);
    return binary(name, left, right);
  }

  private categoryTest(argument: ASTNode | undefined): Expr {
    const code = argument?.op === 'value' ? argument.args : undefined;
    if (typeof code !== 'string' || !CATEGORY_CODES.has(code)) {
      throw new CelError('an unknown category', `Known categories: ${[...CATEGORY_CODES].join(', ')}`);
    }
    this.categories.add(code);
    return categoryReader(code);
  }

  private membership(item: ASTNode, list: ASTNode): Expr {
    if (list.op !== 'list') throw new CelError("'in' needs a list written out", 'Write: period in ["lunch", "dinner"]');
    for (const member of list.args) checkWord(item, member);
    this.spend(list.args.length);
    const value = this.node(item);
    const members = list.args.map((member) => this.node(member));
    return (c) => {
      const wanted = value(c);
      for (const member of members) if (member(c) === wanted) return true;
      return false;
    };
  }
}

function names(): string {
  return Object.keys(FUNCTIONS).join(', ');
}
