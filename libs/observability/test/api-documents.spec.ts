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

/** Routes that answer a list, and whether it comes as CSV and XLSX as well. */
function listsOf(service: string): [route: string, asFile: boolean][] {
  const { paths, components } = JSON.parse(readFileSync(join(APPS, service, 'openapi.json'), 'utf8')) as ListedApi;
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const content = get?.responses['200']?.content ?? {};
    const name = content['application/json']?.schema?.$ref?.split('/').at(-1) ?? '';
    if (!('items' in (components.schemas[name]?.properties ?? {}))) return [];
    return [[service + path, 'text/csv' in content && Object.keys(content).length === 3]];
  });
}

/** Lists that leave the house by another way only, each with that way. */
const OTHER_WAY: Readonly<Record<string, string>> = {
  'audit/v1/events': 'audit/v1/exports/events: told, with its filter and snapshot',
  'audit/v1/timelines/{kind}/{id}': 'audit/v1/exports/events',
  'audit/v1/evidence': 'bytes and proofs for a verifier, in evidence packages',
  'audit/v1/papers': 'audit/v1/exports/papers: with its filter and snapshot',
  'audit/v1/records': 'bytes and proofs for a verifier, in evidence packages',
  'benefits/v1/payments/batches/{batchId}': 'one batch: benefits/v1/payments/batches/{batchId}/file',
  'registry/v1/list-imports/{id}/items': 'registry/v1/list-imports/{id}/file',
  'registry/v1/family-links/own': 'the person’s export',
  'registry/v1/people/{id}/cards': 'the person’s export',
  'registry/v1/people/{id}/consents': 'the person’s export',
  'registry/v1/people/{id}/facts': 'the person’s export',
  'registry/v1/people/{id}/family-invitations': 'the person’s export',
  'registry/v1/people/{id}/family-links': 'the person’s export',
  'registry/v1/people/{id}/health-notes': 'the person’s export',
  'registry/v1/people/{id}/pickup-persons': 'the person’s export',
};

test('every list comes as a file too, unless it has another way out of the house', () => {
  const lists = readdirSync(APPS).flatMap(listsOf);
  expect(lists.length).toBeGreaterThan(60);
  expect(lists.filter(([, asFile]) => !asFile).map(([route]) => route)).toEqual(Object.keys(OTHER_WAY).sort());
});

test('the page of events names every exported schema', () => {
  const schemas = readdirSync(join(APPS, '../libs/contracts/schemas'));
  const page = eventsPage();
  for (const file of schemas) expect(page).toContain(`### \`${file.replace('.json', '')}\``);
  expect(readFileSync(join(APPS, '../docs/events.md'), 'utf8')).toBe(page);
});
