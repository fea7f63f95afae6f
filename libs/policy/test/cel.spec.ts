import { describe, expect, it } from '@jest/globals';
import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { CelCompiler } from '../src/language/cel-compiler.js';
import { CelParser } from '../src/language/cel-parser.js';
import { Context } from '../src/engine/context.js';

const parser = new CelParser('meal', { param: {}, setting: {}, is: {} });
const bindings = {
  parameters: new Map(),
  settings: new Map(),
  predicates: new Map(),
  place: { province: '', city: '', district: '', town: '' },
};

/** The library's own evaluator, with BigInt as CEL has it. */
const reference = new Environment()
  .registerVariable('age', 'int')
  .registerVariable('price', 'int')
  .registerVariable('period', 'string')
  .registerFunction('bp(int, int): int', (a: bigint, b: bigint) => (a * b) / 10_000n)
  .registerFunction('min(int, int): int', (a: bigint, b: bigint) => (a < b ? a : b))
  .registerFunction('max(int, int): int', (a: bigint, b: bigint) => (a > b ? a : b))
  .registerFunction('ceil_div(int, int): int', (a: bigint, b: bigint) => (a + b - 1n) / b);

const leaf = fc.oneof(fc.constantFrom('age', 'price'), fc.integer({ min: 0, max: 20_000 }).map(String));
const { amount } = fc.letrec<{ amount: string; test: string }>((tie) => ({
  amount: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('amount'), fc.constantFrom('+', '-', '*'), leaf).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('amount'), fc.integer({ min: 1, max: 60 })).map(([a, b]) => `(${a} / ${b})`),
    fc.tuple(tie('amount'), fc.integer({ min: 1, max: 60 })).map(([a, b]) => `(${a} % ${b})`),
    fc.tuple(fc.constantFrom('min', 'max'), tie('amount'), leaf).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(leaf, fc.integer({ min: 0, max: 10_000 })).map(([a, b]) => `bp(${a}, ${b})`),
    fc.tuple(leaf, fc.integer({ min: 1, max: 60 })).map(([a, b]) => `ceil_div(${a}, ${b})`),
    fc.tuple(tie('test'), tie('amount'), leaf).map(([t, a, b]) => `(${t} ? ${a} : ${b})`),
  ),
  test: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(leaf, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), leaf).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.constantFrom('period == "lunch"', 'period in ["breakfast", "dinner"]', 'age in [60, 75, 80]'),
    fc.tuple(tie('test'), fc.constantFrom('&&', '||'), tie('test')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    (tie('test') as fc.Arbitrary<string>).map((a) => `!(${a})`),
  ),
}));

describe('compiled expressions', () => {
  it('agree with the CEL evaluator', () => {
    const age = fc.integer({ min: 0, max: 110 });
    const price = fc.integer({ min: 0, max: 9_999 });
    fc.assert(
      fc.property(amount, age, price, fc.constantFrom('lunch', 'dinner'), (text, years, fen, period) => {
        const expected = reference.evaluate(text, { age: BigInt(years), price: BigInt(fen), period }) as bigint;
        fc.pre(expected <= BigInt(Number.MAX_SAFE_INTEGER) && expected >= BigInt(Number.MIN_SAFE_INTEGER));
        const context = Object.assign(new Context(), { age: years, price: fen, period });
        const run = CelCompiler.compile<number>(parser.parse(text, 'int'), bindings).run;
        expect(BigInt(run(context))).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('stop rather than guess when an amount leaves the exact integers', () => {
    const { run } = CelCompiler.compile<number>(parser.parse('price * price', 'int'), bindings);
    expect(() => run(Object.assign(new Context(), { price: 1e10 }))).toThrow('exact integers');
    const divide = CelCompiler.compile<number>(parser.parse('price / (age - age)', 'int'), bindings).run;
    expect(() => divide(new Context())).toThrow('division by zero');
  });
});
