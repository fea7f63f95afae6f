import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { FUNCTIONS, OBJECTS, VARIABLES, type Scope } from './vocabulary.js';

/** The pack's own words. */
export interface PackWords {
  readonly param: Readonly<Record<string, 'int' | 'list<int>'>>;
  readonly setting: Readonly<Record<string, 'int' | 'string'>>;
  readonly is: Readonly<Record<string, 'bool'>>;
}

const LIMITS = { maxAstNodes: 250, maxDepth: 24, maxListElements: 40, maxMapEntries: 0, maxCallArguments: 4 };

const CALLS = `functions: ${Object.keys(FUNCTIONS).join(', ')}`;
const INTEGERS = 'There are only integers: fen for money, bp(amount, rate) for a percentage (10000 = 100%)';

export class CelError extends Error {
  override readonly name = 'CelError';

  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

/** Parses and type-checks expressions of one scope. The library is used for its grammar and types only, never to evaluate. */
export class CelParser {
  private readonly environment: Environment;
  private readonly known: string;

  constructor(scope: Scope, words: PackWords) {
    const environment = new Environment({ limits: LIMITS });
    for (const [name, type] of Object.entries(VARIABLES[scope])) environment.registerVariable(name, type);
    const objects: Record<string, Readonly<Record<string, string>>> = { ...OBJECTS, ...words };
    for (const [name, schema] of Object.entries(objects)) {
      if (Object.keys(schema).length > 0) environment.registerVariable({ name, schema: { ...schema } });
    }
    const neverCalled = (): never => {
      throw new Error('expressions are compiled, not evaluated by the library');
    };
    for (const { signature } of Object.values(FUNCTIONS)) environment.registerFunction(signature, neverCalled);
    this.environment = environment;
    this.known = [...Object.keys(VARIABLES[scope]), ...Object.keys(objects).map((name) => `${name}.…`)].join(', ');
  }

  parse(text: string, type: 'int' | 'bool'): ASTNode {
    const parsed = this.read(text);
    const check = parsed.check();
    if (!check.valid) {
      const message = firstLine(check.error?.message);
      throw new CelError(message, message.includes('double') ? INTEGERS : `Known words here: ${this.known}; ${CALLS}`);
    }
    if (callsMethod(parsed.ast))
      throw new CelError(
        'a call with a dot, as .matches(…), may not be used',
        `Use comparisons, arithmetic and the ${CALLS}`,
      );
    const found = String(check.type);
    if (found !== type) {
      throw new CelError(
        `the expression gives ${found}, not ${type}`,
        type === 'int'
          ? 'Give an integer amount (fen); use bp(amount, rate) for percentages'
          : 'Give a condition that is true or false',
      );
    }
    return parsed.ast;
  }

  private read(text: string): ReturnType<Environment['parse']> {
    try {
      return this.environment.parse(text);
    } catch (error) {
      if (!(error instanceof ParseError) && !(error instanceof RangeError)) throw error;
      const tooLarge = error instanceof RangeError || error.code === 'limit_exceeded';
      throw new CelError(
        firstLine(error.message),
        tooLarge ? 'Make it shorter and flatter: name parts of it under predicates' : 'Correct the expression',
      );
    }
  }
}

function callsMethod(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(callsMethod);
  if (node === null || typeof node !== 'object' || !('op' in node && 'args' in node)) return false;
  return node.op === 'rcall' || callsMethod(node.args);
}

function firstLine(message: string | undefined): string {
  return (message ?? 'invalid expression').split('\n')[0] ?? '';
}
