import type { Violation } from './seeded-violations.js';

export const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const line${index} = ${index};\n`).join('');
const longFunction = `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(75)}  return sum;\n}\n`;

const parameters = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index}: 1`);
export const greedyClass = (count: number): string =>
  `export class Greedy {\n  constructor(${parameters(count)
    .map((parameter) => `readonly ${parameter}`)
    .join(', ')}) {}\n}\n`;
export const manyInputs = (count: number): string =>
  `export function route(${parameters(count).join(', ')}): unknown {\n  return [${parameters(count)
    .map((parameter) => parameter.split(':')[0])
    .join(', ')}];\n}\n`;

/** Cycles, sizes and the traps of this stack. */
export const TRAPS: readonly Violation[] = [
  {
    name: 'an import cycle',
    file: 'libs/auth/src/ring-one.ts',
    text: `import { two } from './ring-two.js';\nexport const one = (): number => two();\n`,
    rule: 'import-x/no-cycle',
    says: /cycle/u,
  },
  {
    name: 'an inner index',
    file: 'libs/auth/src/inner/index.ts',
    text: lines(1),
    rule: 'no-restricted-syntax',
    says: /inner index/u,
  },
  { name: 'a file of 301 lines', file: 'libs/auth/src/tome.ts', text: lines(301), rule: 'max-lines', says: /300/u },
  {
    name: 'a file of 201 lines',
    file: 'libs/auth/src/book.ts',
    text: lines(201),
    rule: 'doorstep/long-file',
    says: /200/u,
  },
  {
    name: 'a long function',
    file: 'libs/auth/src/long.ts',
    text: longFunction,
    rule: 'max-lines-per-function',
    says: /70/u,
  },
  {
    name: 'a class with six dependencies',
    file: 'libs/auth/src/greedy.ts',
    text: greedyClass(6),
    rule: 'max-params',
    says: /5/u,
  },
  {
    name: 'a value import of a type',
    file: 'libs/auth/src/type-import.ts',
    text: `import { Server } from 'node:net';\nexport const close = (server: Server): unknown => server.close();\n`,
    rule: '@typescript-eslint/consistent-type-imports',
    says: /import type/u,
  },
  {
    name: 'a forgotten promise',
    file: 'libs/auth/src/forgotten.ts',
    text: `export function go(): void {\n  Promise.resolve(1);\n}\n`,
    rule: '@typescript-eslint/no-floating-promises',
    says: /awaited/u,
  },
  {
    name: 'a promise where nobody waits',
    file: 'libs/auth/src/misused.ts',
    text: `export const go = (): void => [1].forEach(async () => Promise.resolve());\n`,
    rule: '@typescript-eslint/no-misused-promises',
    says: /void return/u,
  },
  {
    name: 'console in a service',
    file: 'apps/registry/src/loud.ts',
    text: `export const shout = (): void => console.log('hello');\n`,
    rule: 'no-console',
    says: /console/u,
  },
  {
    name: 'a state that a switch forgets',
    file: 'libs/auth/src/switch.ts',
    text: `export function of(state: 'on' | 'off'): number {\n  switch (state) {\n    case 'on':\n      return 1;\n  }\n  return 0;\n}\n`,
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    says: /off/u,
  },
  {
    name: 'waiting for what is no promise',
    file: 'libs/auth/src/awaited.ts',
    text: `export async function go(): Promise<number> {\n  return await 1;\n}\n`,
    rule: '@typescript-eslint/await-thenable',
    says: /await/u,
  },
  {
    name: 'a loose comparison',
    file: 'libs/auth/src/loose.ts',
    text: `export const same = (a: unknown): boolean => a == 1;\n`,
    rule: 'eqeqeq',
    says: /===/u,
  },
  {
    name: 'a default export',
    file: 'libs/auth/src/default.ts',
    text: `export default 1;\n`,
    rule: 'no-restricted-exports',
    says: /default/u,
  },
  {
    name: 'something that nobody uses',
    file: 'libs/auth/src/unused.ts',
    text: `const forgotten = 1;\nexport const used = 2;\n`,
    rule: '@typescript-eslint/no-unused-vars',
    says: /forgotten/u,
  },
  {
    name: 'a rule that is switched off for nothing',
    file: 'libs/auth/src/excused.ts',
    text: `// eslint-disable-next-line eqeqeq\nexport const fine = 1;\n`,
    rule: null,
    says: /Unused eslint-disable/u,
  },
  {
    name: 'a file of 301 lines of a page',
    file: 'apps/audit/page/tome.ts',
    text: lines(301),
    rule: 'max-lines',
    says: /300/u,
  },
  {
    name: 'a long function of a page',
    file: 'apps/audit/page/long.ts',
    text: longFunction,
    rule: 'max-lines-per-function',
    says: /70/u,
  },
];
