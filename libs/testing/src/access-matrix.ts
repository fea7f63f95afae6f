import { readFileSync } from 'node:fs';
import type { Actor, Role, Scope } from '@doorstep/auth';
import { hasPermission, isCityWide, isPermission, ROLES } from '@doorstep/auth';
import type { Permission } from '@doorstep/auth';
import { uuidv7 } from '@doorstep/kernel';
import type { TestRequest, TestService } from './test-service.js';

/**
 * Whose a thing is. What is the city's is for grants of the whole city. What is open (menus, sites, rules) says nothing about anybody
 * and is for everybody with the permission. `own` things are the caller's, or judged by something other than sites and persons, with a
 * test of their own.
 */
export type ThingOf = 'open' | 'city' | 'own' | 'site' | 'person';

type Asked = Partial<Pick<TestRequest, 'url' | 'payload' | 'headers'>>;

/** What one route gives access to. `things` is what the test has made: something of each kind, of one site and one person. */
export interface MatrixRow<Things> {
  readonly of: ThingOf;
  /** The request about these things; a path whose parameters bear the names of things needs nothing said. */
  readonly ask?: (things: Things, role: Role) => Asked;
  /** What somebody gets for what is not theirs: 404, an empty list, or an answer in which the thing's own words do not stand. */
  readonly foreign?: 'empty' | ((things: Things) => string);
  /** What is gone once it was done: only the first role that may do it finds its own. */
  readonly once?: true;
  /** Roles that act on persons or sites of the whole city here although their grant names a site, with the reason. */
  readonly everywhere?: Partial<Record<Role, string>>;
}

export interface MatrixThings {
  readonly siteId: string;
  readonly personId: string;
  readonly area: string;
}

export interface MatrixRoute {
  readonly operation: string;
  readonly method: TestRequest['method'];
  readonly path: string;
  readonly permission: Permission | undefined;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: ParameterSchema }[];
}

interface ParameterSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const OF_SITE: readonly Role[] = ['site_operator', 'site_manager', 'day_care_staff', 'rider'];

/** Every route of a service, from its generated description (which a drift check holds to the code). */
export function routesOf(openapiFile: string): MatrixRoute[] {
  const { paths } = JSON.parse(readFileSync(openapiFile, 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const found = operations[method];
      return found ? [routeOf(path, method, found)] : [];
    }),
  );
}

interface Operation {
  readonly operationId: string;
  readonly description?: string;
  readonly parameters?: MatrixRoute['parameters'];
}

function routeOf(path: string, method: (typeof METHODS)[number], operation: Operation): MatrixRoute {
  const named = /Permission: `([^`]+)`/.exec(operation.description ?? '')?.[1];
  if (named !== undefined && !isPermission(named)) throw new Error(`${operation.operationId} names ${named}`);
  return {
    operation: operation.operationId,
    method: method.toUpperCase() as TestRequest['method'],
    path,
    permission: named as Permission | undefined,
    parameters: operation.parameters ?? [],
  };
}

/** The grant of a role that reaches these things, and nothing else where the role is one of a site, an area or a family. */
export function scopeOf(role: Role, things: MatrixThings): Scope {
  if (OF_SITE.includes(role)) return { sites: [things.siteId] };
  if (role === 'family') return { persons: [things.personId] };
  if (role === 'community_worker') return { areas: [things.area] };
  return { all: true };
}

const actor = (role: Role, scope: Scope): Partial<Actor> => ({
  kind: role === 'family' ? 'family' : 'staff',
  subject: `matrix-${role.replaceAll('_', '-')}`,
  roles: [role],
  scope,
});

/** A request that names nothing that exists, good enough to come past the guard. */
export function blindRequest(route: MatrixRoute): TestRequest {
  const values = Object.fromEntries(
    route.parameters.filter((p) => p.in === 'path').map((p) => [p.name, sample(p.schema)]),
  );
  return requestOf(route, fill(route.path, values), route.method === 'GET' ? {} : { payload: {} });
}

function sample({ format, enum: choice, type, pattern }: ParameterSchema): string {
  if (choice?.[0] !== undefined) return choice[0];
  if (format === 'uuid') return uuidv7();
  if (format === 'date' || pattern?.startsWith('^\\d{4}-') === true) return '2026-11-23';
  return type === 'integer' || pattern?.includes('\\d') === true ? '2026' : 'nowhere';
}

function fill(path: string, values: object): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = (values as Record<string, string | undefined>)[name];
    if (value === undefined) throw new Error(`nothing is known for {${name}} of ${path}`);
    return encodeURIComponent(value);
  });
}

function requestOf({ method }: MatrixRoute, url: string, asked: Asked): TestRequest {
  const { headers, ...rest } = asked;
  const key: Record<string, string> = method === 'GET' ? {} : { 'idempotency-key': uuidv7() };
  const body = method === 'GET' ? {} : { payload: {} };
  return { method, url, ...body, ...rest, headers: { ...key, ...headers } };
}

/** What differs from "403 for every role without the permission, never for one with it", as lines; empty is right. */
export async function wrongRoles(service: Pick<TestService, 'inject'>, route: MatrixRoute): Promise<string[]> {
  const { permission } = route;
  const wrong: string[] = [];
  const say = (who: string, got: number, want: string) =>
    wrong.push(`${route.operation} as ${who}: ${got}, not ${want}`);
  const unknown = await service.inject({ ...blindRequest(route), as: null });
  if (permission === undefined) {
    if ([401, 403, 500].includes(unknown.statusCode)) say('anybody', unknown.statusCode, 'open');
    return wrong;
  }
  if (unknown.statusCode !== 401) say('nobody', unknown.statusCode, '401');
  for (const role of ROLES) {
    const scope = role === 'family' ? { persons: [uuidv7()] } : { all: true };
    if (isCityWide(permission) && hasPermission([role], permission)) {
      const part = await service.inject({
        ...blindRequest(route),
        as: actor(role, { areas: ['somewhere'], sites: ['somewhere'] }),
      });
      if (part.statusCode !== 403) say(`${role} of a part of the city`, part.statusCode, '403');
    }
    const answer = await service.inject({ ...blindRequest(route), as: actor(role, scope) });
    const denied = answer.statusCode === 403 && answer.json<{ code: string }>().code === 'AUTH.PERMISSION_DENIED';
    if (answer.statusCode >= 500 || answer.statusCode === 401) say(role, answer.statusCode, 'a refusal or an answer');
    else if (denied === hasPermission([role], permission))
      say(role, answer.statusCode, denied ? 'let in' : '403 AUTH.PERMISSION_DENIED');
  }
  return wrong;
}

/** What differs from "mine is found, what is somebody else's does not exist", as lines; empty is right. */
export async function wrongObjects<Things extends MatrixThings>(
  service: Pick<TestService, 'inject'>,
  route: MatrixRoute,
  row: MatrixRow<Things>,
  { mine, foreign }: { readonly mine: Things; readonly foreign: Things },
): Promise<string[]> {
  const { permission } = route;
  if (permission === undefined || row.of === 'own' || row.of === 'open') return [];
  if (row.of === 'city')
    return isCityWide(permission) ? [] : [`${route.operation}: ${permission} is open to parts of the city`];
  const wrong: string[] = [];
  let done = false;
  for (const role of ROLES.filter((each) => hasPermission([each], permission))) {
    const ask = async (things: Things, scope: Scope) => {
      const asked = row.ask?.(things, role) ?? {};
      const url = asked.url ?? fill(route.path, things);
      return service.inject({ ...requestOf(route, url, asked), as: actor(role, scope) });
    };
    const scope = scopeOf(role, mine);
    const own = row.once && done ? undefined : await ask(mine, scope);
    done = true;
    if (own && ([401, 403, 404].includes(own.statusCode) || own.statusCode >= 500 || hides(row, mine, own)))
      wrong.push(`${route.operation} as ${role} of its own: ${own.statusCode} ${own.body.slice(0, 200)}`);
    for (const mixed of mixtures(route, row, mine, foreign)) {
      if (scope.all === true && mixed.name === 'siteId') continue; // what happens at a site has no other owner
      const answer = await ask(mixed.things, scope);
      if (answer.statusCode !== 404)
        wrong.push(`${route.operation} as ${role} with another's ${mixed.name}: ${answer.statusCode}`);
    }
    const strangers = [scope.all === true || row.everywhere?.[role] !== undefined ? undefined : scope, {}] as const;
    for (const stranger of strangers.filter((each) => each !== undefined)) {
      const answer = await ask(foreign, stranger);
      if (answer.statusCode !== 404 && !hides(row, foreign, answer))
        wrong.push(
          `${route.operation} as ${role} with ${JSON.stringify(stranger)} of another's: ${answer.statusCode} ${answer.body.slice(0, 200)}`,
        );
    }
  }
  return wrong;
}

/** Paths with several ids, one of them another's: the parts of my things are not to be found in yours, nor yours in mine. */
function mixtures<Things extends MatrixThings>(
  { path }: MatrixRoute,
  { ask }: MatrixRow<Things>,
  mine: Things,
  foreign: Things,
): { name: string; things: Things }[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof Things & string);
  if (names.length < 2 || ask?.(mine, 'administrator').url !== undefined) return [];
  return names
    .filter((name) => mine[name] !== foreign[name])
    .map((name) => ({ name, things: { ...mine, [name]: foreign[name] } }));
}

function hides<Things extends MatrixThings>(
  { foreign }: MatrixRow<Things>,
  things: Things,
  { body, statusCode }: { readonly body: string; readonly statusCode: number },
): boolean {
  if (foreign === undefined || statusCode !== 200) return false;
  if (foreign !== 'empty') return !body.includes(foreign(things));
  const { items } = JSON.parse(body) as { items?: unknown[] };
  return Array.isArray(items) && items.length === 0;
}
