import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { allEvents } from '@doorstep/contracts';
import type { ServiceName } from '@doorstep/contracts';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { asyncApiOf, describeService, eventsPage } from '../src/index.js';
import { canteen } from './canteen.fixture.js';

const APPS = join(import.meta.dirname, '../../../apps');
const SERVICES: readonly ServiceName[] = ['registry', 'meal-orders', 'day-care', 'benefits', 'audit'];
const committed = SERVICES.map((name) => join(APPS, name, 'openapi.json')).filter((file) => existsSync(file));

async function openApiFaults(source: string): Promise<string[]> {
  const config = await createConfig({
    rules: {
      struct: 'error',
      'no-unresolved-refs': 'error',
      'operation-operationId-unique': 'error',
      'path-parameters-defined': 'error',
      'no-identical-paths': 'error',
      'operation-4xx-response': 'error',
      'security-defined': 'error',
    },
  });
  const problems = await lintFromString({ source, config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer ?? ''}`);
}

async function asyncApiFaults(source: string): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(source);
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ message, path }) => `${message} at ${path.join('/')}`);
}

test('a service describes its calls as valid OpenAPI 3.1', async () => {
  const { openApi } = await describeService(canteen);
  expect(await openApiFaults(JSON.stringify(openApi))).toEqual([]);
  const create = openApi.paths['/v1/dishes']?.post;
  expect(create?.operationId).toBe('dishes_create');
  expect(create?.description).toContain('operations.parked-keys.act');
  expect(create?.parameters?.map((parameter) => 'name' in parameter && parameter.name).sort()).toEqual([
    'Idempotency-Key',
    'Prefer',
  ]);
  expect(create?.responses['422']).toEqual({ $ref: '#/components/responses/Problem422' });
});

// audit handles every event, so its document holds every event; the parser takes seconds for each.
test.each<ServiceName>(['benefits', 'audit'])(
  'the events of %s are valid AsyncAPI 3.0',
  async (name) => {
    expect(
      await asyncApiFaults(JSON.stringify(asyncApiOf({ name, title: name }, name === 'audit' ? allEvents() : []))),
    ).toEqual([]);
  },
  60_000,
);

test('the committed documents are valid', async () => {
  for (const file of committed) expect([file, await openApiFaults(readFileSync(file, 'utf8'))]).toEqual([file, []]);
}, 60_000);

interface ListedApi {
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly responses: Readonly<Record<string, ListAnswer>> } }>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: object }>> };
}
interface ListAnswer {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
}

/** Paths of lists that come in pages, and whether they come as CSV and XLSX as well. */
function listsOf(file: string): [path: string, asFile: boolean][] {
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as ListedApi;
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const content = get?.responses['200']?.content ?? {};
    const name = content['application/json']?.schema?.$ref?.split('/').at(-1) ?? '';
    const members = components.schemas[name]?.properties ?? {};
    if (!('items' in members && 'next' in members)) return [];
    return [[path, 'text/csv' in content && Object.keys(content).length === 3]];
  });
}

test('every list of benefits comes as a file too, and so do the parked keys of every service', () => {
  const all = committed.flatMap((file) => listsOf(file).map((list) => [file.split('/').at(-2), ...list] as const));
  const wanted = all.filter(([service, path]) => service === 'benefits' || path === '/v1/parked-keys');
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter(([, , asFile]) => !asFile)).toEqual([]);
});

test('the page of events names every exported schema', () => {
  const schemas = readdirSync(join(APPS, '../libs/contracts/schemas'));
  const page = eventsPage();
  for (const file of schemas) expect(page).toContain(`### \`${file.replace('.json', '')}\``);
  expect(readFileSync(join(APPS, '../docs/events.md'), 'utf8')).toBe(page);
});
