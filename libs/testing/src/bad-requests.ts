import { readFileSync } from 'node:fs';
import type { Actor } from '@doorstep/auth';
import { hasPermission, ROLES } from '@doorstep/auth';
import { uuidv7 } from '@doorstep/kernel';
import pg from 'pg';
import type { MatrixRoute } from './access-matrix.js';
import { blindRequest, routesOf } from './access-matrix.js';
import { badBodies } from './bad-bodies.js';
import { DescribedSchemas, pointerOf } from './described-schema.js';
import type { TestRequest, TestService } from './test-service.js';

/** A request that must be refused before anything is looked up, and how. */
export interface BadRequest {
  readonly what: string;
  readonly request: TestRequest;
  readonly status: number;
  readonly code: string;
  readonly pointers?: readonly string[];
}

type Described = { paths: Record<string, Record<string, { requestBody?: { content: Record<string, unknown> } }>> };

const JSON_TYPE = 'application/json';
const TWO_MEGABYTES = 2_000_000;
const ODD_WORDS = ['', '0', '-1', '0.5', '1e308', '9007199254740993', 'Seven', '2026-02-30', "x'--", '１２'];

/** Requests to every route of a service that its description forbids. `large`: operations that take larger bodies than others. */
export function badRequestsOf(openapiFile: string, large: readonly string[] = []): BadRequest[] {
  const document = JSON.parse(readFileSync(openapiFile, 'utf8')) as Described;
  const schemas = new DescribedSchemas(document);
  return routesOf(openapiFile).flatMap((route) => {
    const types = Object.keys(document.paths[route.path]?.[route.method.toLowerCase()]?.requestBody?.content ?? {});
    const bodies = types.length === 0 ? [] : badlyWritten(route, types, large.includes(route.operation));
    const shaped = types.includes(JSON_TYPE) ? badlyShaped(schemas, route) : [];
    const all = [...bodies, ...shaped, ...badKeys(route, types), ...badParameters(schemas, route, types)];
    return all.map((bad) => ({ ...bad, what: `${route.operation}: ${bad.what}` }));
  });
}

function request(route: MatrixRoute, change: Partial<TestRequest>, type = JSON_TYPE): TestRequest {
  const { headers, ...blind } = blindRequest(route);
  const own: Record<string, string> = route.method === 'GET' ? {} : { 'content-type': type, 'if-match': '"1"' };
  return { ...blind, ...change, headers: { ...own, ...headers, ...change.headers }, as: entitled(route) };
}

/** Somebody who is not refused for want of a right. */
export function entitled({ permission }: MatrixRoute): Partial<Actor> {
  const role = ROLES.find((each) => each !== 'family' && permission !== undefined && hasPermission([each], permission));
  if (role !== undefined) return { subject: 'entitled-1', roles: [role], scope: { all: true } };
  return { kind: 'family', subject: 'entitled-2', roles: ['family'], scope: { persons: [uuidv7()] } };
}

function badlyWritten(route: MatrixRoute, types: readonly string[], isLarge: boolean): BadRequest[] {
  const as = (what: string, payload: string | Buffer, status: number, code: string, type = types[0]): BadRequest => ({
    ...{ what, status, code },
    request: request(route, { payload }, type),
  });
  const invalid = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
  return [
    as('invalid UTF-8', invalid, 400, 'HTTP.MALFORMED'),
    as('another media type', 'x', 415, 'HTTP.UNSUPPORTED_MEDIA_TYPE', 'text/plain'),
    ...(isLarge ? [] : [as('two megabytes', `{"a":"${'x'.repeat(TWO_MEGABYTES)}"}`, 413, 'HTTP.BODY_TOO_LARGE')]),
    ...(types.includes(JSON_TYPE)
      ? [
          as('broken JSON', '{"a":', 400, 'HTTP.MALFORMED', JSON_TYPE),
          as('a NUL', '{"a":"\\u0000"}', 400, 'HTTP.MALFORMED', JSON_TYPE),
          as('a list', '[1]', 422, 'HTTP.VALIDATION', JSON_TYPE),
          as('a number', '7', 422, 'HTTP.VALIDATION', JSON_TYPE),
        ]
      : []),
  ];
}

function badlyShaped(schemas: DescribedSchemas, route: MatrixRoute): BadRequest[] {
  const place = ['paths', route.path, route.method.toLowerCase(), 'requestBody', 'content', JSON_TYPE, 'schema'];
  return badBodies(schemas, pointerOf(...place)).map(({ what, body, pointers }) => ({
    ...{ what, pointers, status: 422, code: 'HTTP.VALIDATION' },
    request: request(route, { payload: JSON.stringify(body) }),
  }));
}

function badKeys(route: MatrixRoute, types: readonly string[]): BadRequest[] {
  if (!route.parameters.some(({ name }) => name === 'Idempotency-Key')) return [];
  return ['a b', 'a"b', 'x'.repeat(300)].map((key) => ({
    ...{ what: `the key ${key.slice(0, 10)}`, status: 400, code: 'HTTP.IDEMPOTENCY_KEY_INVALID' },
    request: request(route, { headers: { 'idempotency-key': key } }, types[0]),
  }));
}

/** A body is judged first, so the rest is tried where there is none. */
function badParameters(schemas: DescribedSchemas, route: MatrixRoute, types: readonly string[]): BadRequest[] {
  if (types.length > 0) return [];
  const { url } = blindRequest(route);
  const at = `${pointerOf('paths', route.path, route.method.toLowerCase())}/parameters`;
  const queries = route.parameters.some((parameter) => parameter.in === 'query');
  const refused = (what: string, name: string, changed: string): BadRequest => ({
    ...{ what, status: 422, code: 'HTTP.VALIDATION', pointers: [pointerOf(name)] },
    request: request(route, { url: changed }),
  });
  return [
    ...(queries ? [refused('an unknown question', 'surplus', `${url}?surplus=1`)] : []),
    ...route.parameters.flatMap((parameter, index) => {
      const odd = ODD_WORDS.filter((word) => schemas.refuses(`${at}/${index}/schema`, word));
      if (parameter.in === 'query')
        return odd.map((word) =>
          refused(`?${parameter.name}=${word}`, parameter.name, asked(url, parameter.name, word)),
        );
      const words = parameter.in === 'path' ? odd.filter((word) => word !== '') : [];
      return words.map((word) =>
        refused(`${word} for {${parameter.name}}`, parameter.name, inPath(route, parameter.name, word)),
      );
    }),
  ];
}

const asked = (url: string, name: string, word: string): string => `${url}?${name}=${encodeURIComponent(word)}`;

/** The blind path with one part replaced. */
function inPath(route: MatrixRoute, name: string, word: string): string {
  const blind = blindRequest(route).url.split('/');
  const parts = route.path.split('/');
  return parts.map((part, index) => (part === `{${name}}` ? encodeURIComponent(word) : blind[index])).join('/');
}

/**
 * What differs from "each is refused as it must be, and nothing is changed", as lines; empty is right. `moving`: tables to which the
 * service itself adds rows now and then.
 */
export async function wrongRefusals(
  service: TestService,
  requests: readonly BadRequest[],
  moving: readonly string[] = [],
): Promise<string[]> {
  const before = await rowCounts(service.database.ownerUrl);
  const wrong: string[] = [];
  for (const bad of requests) {
    const answer = await service.inject(bad.request);
    const problem = String(answer.headers['content-type']).startsWith('application/problem+json')
      ? answer.json<{ code: string; errors?: { pointer: string }[] }>()
      : { code: 'no problem', errors: [] };
    const lacking = (bad.pointers ?? []).filter(
      (pointer) => !problem.errors?.some((error) => `${error.pointer}/`.startsWith(`${pointer}/`)),
    );
    if (answer.statusCode !== bad.status || problem.code !== bad.code || lacking.length > 0)
      wrong.push(`${bad.what}: ${answer.statusCode} ${answer.body.slice(0, 300)} ${lacking.join(' ')}`);
  }
  return [...wrong, ...(await changedSince(before, service, moving))];
}

/** Tables with another number of rows than before, as lines. */
export async function changedSince(
  before: Readonly<Record<string, string>>,
  service: Pick<TestService, 'database'>,
  moving: readonly string[] = [],
): Promise<string[]> {
  const after = await rowCounts(service.database.ownerUrl);
  const changed = Object.keys(after).filter((table) => after[table] !== before[table] && !moving.includes(table));
  return changed.map((table) => `${table} changed`);
}

/** The rows of every table, as their owner sees them. */
export async function rowCounts(ownerUrl: string): Promise<Record<string, string>> {
  // The owner is no exception from row-level security: it says whom it reaches, like everybody.
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c doorstep.reach=all' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const counts = rows.map(({ name }) => `SELECT '${name.replaceAll("'", "''")}' AS name, count(*) AS n FROM ${name}`);
    const counted = await client.query<{ name: string; n: string }>(counts.join(' UNION ALL '));
    return Object.fromEntries(counted.rows.map(({ name, n }) => [name, n]));
  } finally {
    await client.end();
  }
}
