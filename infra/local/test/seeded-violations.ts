export interface Violation {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  readonly says: RegExp;
}

const BOUNDARY = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';

const boundary = (name: string, file: string, imported: string, says: RegExp): Violation => ({
  name,
  file,
  text: `import * as other from '${imported}';\nexport const seen = other;\n`,
  rule: BOUNDARY,
  says,
});

const layer = (name: string, file: string, text: string, rule: string, says: RegExp): Violation => ({
  name,
  file: `apps/registry/src/people/${file}`,
  text: `${text}\n`,
  rule,
  says,
});

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const line${index} = ${index};\n`).join('');
const longFunction = `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(75)}  return sum;\n}\n`;

export const VIOLATIONS: readonly Violation[] = [
  // Three dimensions of tags.
  boundary('a service that imports another', 'apps/registry/src/spy.ts', '../../benefits/src/claim.js', /relative/u),
  boundary('a library above its place', 'libs/persistence/src/spy.ts', '@doorstep/messaging', /scope:persistence/u),
  boundary(
    'a library that imports a service',
    'libs/auth/src/spy.ts',
    '../../../apps/benefits/src/claim.js',
    /relative/u,
  ),
  boundary('rules in a service that decides nothing', 'apps/audit/src/spy.ts', '@doorstep/policy', /scope:audit/u),
  boundary('test tools outside of tests', 'apps/registry/src/helper.ts', '@doorstep/testing', /scope:registry/u),
  boundary('a kind of project that may not', 'libs/probe-type/src/index.ts', '@doorstep/persistence', /type:policy/u),
  boundary('Node libraries in a browser', 'libs/probe-platform/src/index.ts', '@doorstep/persistence', /platform:web/u),
  boundary('contracts that import more than zod', 'libs/contracts/src/spy.ts', 'kafkajs', /kafkajs/u),
  {
    name: 'Node in a library that also runs in browsers',
    file: 'libs/kernel/src/reader.ts',
    text: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`,
    rule: IMPORTS,
    says: /browser/u,
  },
  // Layers inside a service.
  layer('domain → application', 'domain/a.ts', `export * from '../application/use-case.js';`, IMPORTS, /users/u),
  layer('domain → infrastructure', 'domain/b.ts', `export * from '../infrastructure/store.js';`, IMPORTS, /stored/u),
  layer('domain → api', 'domain/c.ts', `export * from '../api/door.js';`, IMPORTS, /called/u),
  layer('domain → Nest', 'domain/d.ts', `export * from '@nestjs/common';`, IMPORTS, /plain TypeScript/u),
  layer('domain asks the clock', 'domain/e.ts', `export const now = new Date();`, SYNTAX, /what time/u),
  layer('domain asks Date.now()', 'domain/f.ts', `export const now = Date.now();`, SYNTAX, /what time/u),
  layer(
    'application → infrastructure',
    'application/a.ts',
    `export * from '../infrastructure/store.js';`,
    IMPORTS,
    /ports/u,
  ),
  layer('application → api', 'application/b.ts', `export * from '../api/door.js';`, IMPORTS, /called/u),
  layer('application → TypeORM', 'application/c.ts', `export * from 'typeorm';`, IMPORTS, /ask a port/u),
  layer(
    'SQL in application',
    'application/d.ts',
    `export const all = (tx: { query(sql: string): Promise<unknown> }) => tx.query('SELECT 1');`,
    SYNTAX,
    /no SQL/u,
  ),
  layer('infrastructure → api', 'infrastructure/a.ts', `export * from '../api/door.js';`, IMPORTS, /do not see/u),
  layer('api → infrastructure', 'api/a.ts', `export * from '../infrastructure/store.js';`, IMPORTS, /do not see/u),
  layer('api → Kafka', 'api/b.ts', `export { Kafka } from 'kafkajs';`, IMPORTS, /ask a port/u),
  // Cycles, sizes and traps.
  {
    name: 'an import cycle',
    file: 'libs/auth/src/ring-one.ts',
    text: `import { two } from './ring-two.js';\nexport const one = (): number => two();\n`,
    rule: 'import-x/no-cycle',
    says: /cycle/u,
  },
  { name: 'an inner index', file: 'libs/auth/src/inner/index.ts', text: lines(1), rule: SYNTAX, says: /inner index/u },
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
    text: `export class Greedy {\n  constructor(readonly a: 1, readonly b: 1, readonly c: 1, readonly d: 1, readonly e: 1, readonly f: 1) {}\n}\n`,
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
];

/** What must stay allowed, so that the rules above do not only say no. */
export const INNOCENT: Readonly<Record<string, string>> = {
  'apps/registry/src/people/domain/person.ts': `import { assert } from '@doorstep/kernel';\nexport const check = assert;\n`,
  'apps/registry/src/people/people.module.ts': `export * from './infrastructure/store.js';\nexport * from './api/door.js';\n`,
  'apps/registry/test/uses-testing.spec.ts': `import * as tools from '@doorstep/testing';\nexport const seen = tools;\n`,
};

/** A project that exists only here: allowed by two dimensions of tags, so that the third is what is tested. */
const probe = (name: string, tags: readonly string[]): string =>
  JSON.stringify({ name: `@doorstep/${name}`, version: '0.0.0', private: true, type: 'module', nx: { tags } });

const BACKGROUND: Readonly<Record<string, string>> = {
  'libs/probe-type/package.json': probe('probe-type', ['scope:registry', 'type:policy', 'platform:node']),
  'libs/probe-platform/package.json': probe('probe-platform', ['scope:registry', 'type:lib', 'platform:web']),
  'apps/benefits/src/claim.ts': lines(1),
  'libs/auth/src/ring-two.ts': `import { one } from './ring-one.js';\nexport const two = (): number => one();\n`,
  'apps/registry/src/people/application/use-case.ts': lines(1),
  'apps/registry/src/people/infrastructure/store.ts': lines(1),
  'apps/registry/src/people/api/door.ts': lines(1).replace('line0', 'door0'),
};

export function assembleViolations(): Record<string, string> {
  const libraries = ['kernel', 'contracts', 'policy', 'persistence', 'messaging', 'auth', 'observability', 'testing'];
  return {
    ...Object.fromEntries(libraries.map((name) => [`libs/${name}/src/index.ts`, `export const name = '${name}';\n`])),
    ...BACKGROUND,
    ...INNOCENT,
    ...Object.fromEntries(VIOLATIONS.map(({ file, text }) => [file, text])),
  };
}
