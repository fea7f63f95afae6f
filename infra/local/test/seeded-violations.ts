import { greedyClass, lines, manyInputs, TRAPS } from './seeded-traps.js';
import { taggedProjects } from './tagged-projects.js';

export interface Violation {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** Null where ESLint itself speaks. */
  readonly rule: string | null;
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

export const VIOLATIONS: readonly Violation[] = [
  // Between projects; the tags themselves are tried one by one (tagged-projects.ts).
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
  layer('domain throws dice', 'domain/g.ts', `export const dice = Math.random();`, SYNTAX, /same answer/u),
  layer('an inner index of a layer', 'domain/index.ts', lines(1), SYNTAX, /inner index/u),
  layer(
    'application → infrastructure',
    'application/a.ts',
    `export * from '../infrastructure/store.js';`,
    IMPORTS,
    /ports/u,
  ),
  layer('application → api', 'application/b.ts', `export * from '../api/door.js';`, IMPORTS, /called/u),
  layer('application → HTTP', 'application/e.ts', `export { get } from 'node:http';`, IMPORTS, /belongs to api/u),
  layer('application → TypeORM', 'application/c.ts', `export * from 'typeorm';`, IMPORTS, /ask a port/u),
  layer(
    'SQL in application',
    'application/d.ts',
    `export const all = (tx: { query(sql: string): Promise<unknown> }) => tx.query('SELECT 1');`,
    SYNTAX,
    /no SQL/u,
  ),
  layer('infrastructure → api', 'infrastructure/a.ts', `export * from '../api/door.js';`, IMPORTS, /do not see/u),
  layer('infrastructure → HTTP', 'infrastructure/b.ts', `export * from 'fastify';`, IMPORTS, /belongs to api/u),
  layer('api → infrastructure', 'api/a.ts', `export * from '../infrastructure/store.js';`, IMPORTS, /do not see/u),
  layer('api → Kafka', 'api/b.ts', `export { Kafka } from 'kafkajs';`, IMPORTS, /ask a port/u),
  layer(
    'SQL in api',
    'api/c.ts',
    `export const all = (tx: { query(sql: string): Promise<unknown> }) => tx.query('SELECT 1');`,
    SYNTAX,
    /no SQL/u,
  ),
  layer('a class of api with six dependencies', 'api/d.ts', greedyClass(6), SYNTAX, /at most 5/u),
  layer('a route of eight inputs', 'api/a.controller.ts', manyInputs(8), 'max-params', /7/u),
  ...TRAPS,
];

/** What must stay allowed, so that the rules above do not only say no. */
export const INNOCENT: Readonly<Record<string, string>> = {
  'apps/registry/src/people/domain/person.ts': `import { assert } from '@doorstep/kernel';\nexport const check = assert;\n`,
  'apps/registry/src/people/people.module.ts': `export * from './infrastructure/store.js';\nexport * from './api/door.js';\n`,
  'apps/registry/test/uses-testing.spec.ts': `import * as tools from '@doorstep/testing';\nexport const seen = tools;\n`,
};

const BACKGROUND: Readonly<Record<string, string>> = {
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
    ...taggedProjects(),
    ...INNOCENT,
    ...Object.fromEntries(VIOLATIONS.map(({ file, text }) => [file, text])),
  };
}
