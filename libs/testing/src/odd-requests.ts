import { readFileSync } from 'node:fs';
import { uuidv7 } from '@doorstep/kernel';
import type { MatrixRoute } from './access-matrix.js';
import { routesOf } from './access-matrix.js';
import { entitled } from './bad-requests.js';
import { DescribedSchemas, pointerOf } from './described-schema.js';
import type { TestRequest, TestService } from './test-service.js';

/** Values for members and parameters, by their name, where their description allows them. */
export type KnownValues = Readonly<Record<string, unknown>>;
type Members = 'needed' | 'all';
type Path = readonly (string | number)[];
interface Body {
  readonly pointer: string;
  readonly value: unknown;
}
export interface OddRequest {
  readonly what: string;
  readonly request: TestRequest;
}

const JSON_TYPE = 'application/json';
/** One of these fits wherever nothing is known. */
const PLAIN: readonly unknown[] = [
  ...['nowhere', '00000000-0000-7000-8000-00000000beef', '2026-11-23', '2026-11', '2026-11-23T04:00:00.000Z', '11:00'],
  ...['2026', 'OPS-7', 'A_CODE', 'a:b', 'staff:nobody', '0007000', '1', '12345678', '12345', '1234567', '123456789012'],
  ...['00ff'.repeat(16), 'DS00000000000000000000000000', '演示', 'AA==', 'A'.repeat(22), 'A'.repeat(43), '1e'],
  ...[1, 60, 0, true, 2026, {}],
];
/** What a description may allow and nobody thinks of. */
const ODD: readonly unknown[] = [
  ...[
    '1850-01-01',
    '2199-12-31',
    '0001-01-01',
    '9999-12-31',
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999-14:00',
  ],
  ...['0001-01', '9999-12', '2099', '00:00', '23:59', '0', '200', '-9999999999999', '999999999999999999'],
  ...[
    '9223372036854775808',
    '00000000-0000-0000-0000-000000000000',
    "x'--",
    '%_\\',
    ' ',
    '\u{1F35A}',
    '长'.repeat(200),
  ],
  ...['a'.repeat(64), '=1+1', '__proto__', 'constructor', 'W10', 'e30', 'WyIyMDI2LTAxLTAxIiwieCJd'],
  ...[0, 1, -1, 2 ** 31, 1e10, 2 ** 53 - 1, null, true],
];

/** Requests that the description of a service allows. */
export class AllowedRequests {
  readonly routes: readonly MatrixRoute[];
  private readonly schemas: DescribedSchemas;
  private readonly paths: Readonly<
    Record<string, Record<string, { requestBody?: { content: Readonly<Record<string, unknown>> } }>>
  >;

  constructor(
    openapiFile: string,
    private readonly known: KnownValues = {},
  ) {
    const document = JSON.parse(readFileSync(openapiFile, 'utf8')) as { paths: AllowedRequests['paths'] };
    this.paths = document.paths;
    this.schemas = new DescribedSchemas(document);
    this.routes = routesOf(openapiFile);
  }

  /** With no more than the route needs. */
  plain(route: MatrixRoute): TestRequest {
    return this.request(route, {}, this.bodyOf(route, 'needed')?.value);
  }

  /** Each with one odd value in one place. */
  odd(route: MatrixRoute): OddRequest[] {
    const [lean, full] = [this.bodyOf(route, 'needed'), this.bodyOf(route, 'all')];
    const parameters = route.parameters.flatMap(({ name, in: place }, index) =>
      place === 'header'
        ? []
        : this.oddAt(`${baseOf(route)}/parameters/${index}/schema`).map((value) => ({
            what: `${route.operation} ?${name}=${String(value).slice(0, 40)}`,
            request: this.request(route, { [name]: value }, lean?.value),
          })),
    );
    return [...parameters, ...[lean, full].flatMap((body) => (body ? this.oddBodies(route, body) : []))];
  }

  /** Words, not empty: what can stand in an address. */
  private oddAt(pointer: string): unknown[] {
    return ODD.filter((value) => typeof value === 'string' && !this.schemas.refuses(pointer, value));
  }

  private oddBodies(route: MatrixRoute, { pointer, value }: Body): OddRequest[] {
    const changes = placesIn(value).flatMap((path) =>
      ODD.map((odd) => ({ path, odd, body: withValue(value, path, odd) })),
    );
    return changes
      .filter(({ body }) => !this.schemas.refuses(pointer, body))
      .map(({ path, odd, body }) => ({
        what: `${route.operation} ${pointerOf(...path)}=${JSON.stringify(odd).slice(0, 40)}`,
        request: this.request(route, {}, body),
      }));
  }

  private request(route: MatrixRoute, changed: KnownValues, payload: unknown): TestRequest {
    const path = new Map<string, string>();
    const query = new URLSearchParams();
    route.parameters.forEach((parameter, index) => {
      const { name, in: place } = parameter;
      const isRequired = 'required' in parameter && parameter.required === true;
      const at = `${baseOf(route)}/parameters/${index}/schema`;
      const value = (): string => String(changed[name] ?? this.sample(at, name, 'needed'));
      if (place === 'path') path.set(name, encodeURIComponent(value()));
      if (place === 'query' && (name in changed || isRequired || this.isKnown(at, name))) query.set(name, value());
    });
    const url = route.path.replace(/\{(\w+)\}/g, (_whole, name: string) => path.get(name) ?? '');
    const headers = { 'content-type': JSON_TYPE, 'if-match': '"1"', 'idempotency-key': uuidv7() };
    return {
      method: route.method,
      url: query.size > 0 ? `${url}?${query.toString()}` : url,
      ...(route.method !== 'GET' && { payload: JSON.stringify(payload ?? {}), headers }),
      as: entitled(route),
    };
  }

  private bodyOf(route: MatrixRoute, members: Members): Body | undefined {
    const content = this.paths[route.path]?.[route.method.toLowerCase()]?.requestBody?.content;
    if (!content || !(JSON_TYPE in content)) return undefined;
    const pointer = `${baseOf(route)}${pointerOf('requestBody', 'content', JSON_TYPE, 'schema')}`;
    return { pointer, value: this.sample(pointer, '', members) };
  }

  private isKnown(pointer: string, name: string): boolean {
    return name in this.known && !this.schemas.refuses(pointer, this.known[name]);
  }

  private sample(pointer: string, name: string, members: Members): unknown {
    if (this.isKnown(pointer, name)) return this.known[name];
    const { pointer: at, schema } = this.schemas.at(pointer);
    if ('const' in schema) return schema.const;
    if (schema.enum) return schema.enum[0];
    for (const word of ['oneOf', 'anyOf'] as const) {
      const choices = schema[word]?.map((_, index) => this.sample(`${at}/${word}/${index}`, name, members));
      if (choices) return choices.find((each) => each !== null && !this.schemas.refuses(at, each)) ?? choices[0];
    }
    if (schema.items) return [this.sample(`${at}/items`, name, members)];
    if (!schema.properties) return PLAIN.find((each) => !this.schemas.refuses(at, each));
    const wanted = Object.keys(schema.properties).filter(
      (member) => members === 'all' || schema.required?.includes(member) === true || member in this.known,
    );
    return Object.fromEntries(
      wanted.map((member) => [member, this.sample(`${at}/properties${pointerOf(member)}`, member, members)]),
    );
  }
}

const baseOf = ({ path, method }: MatrixRoute): string => pointerOf('paths', path, method.toLowerCase());

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, member]) =>
    placesIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner];
}

function withValue(value: unknown, [first, ...rest]: Path, leaf: unknown): unknown {
  if (first === undefined) return leaf;
  if (Array.isArray(value)) return value.map((each, index) => (index === first ? withValue(each, rest, leaf) : each));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [first]: withValue(members[first], rest, leaf) };
}

/** What differs from "whatever is allowed is answered or refused, never with a fault of ours", as lines; empty is right. */
export async function ownFaults(service: Pick<TestService, 'inject'>, allowed: AllowedRequests): Promise<string[]> {
  const wrong: string[] = [];
  let taken = 0;
  for (const { what, request } of allowed.routes.flatMap((route) => allowed.odd(route))) {
    const answer = await service.inject(request);
    if (answer.statusCode < 300) taken += 1;
    if (answer.statusCode >= 500) wrong.push(`${what}: ${answer.statusCode} ${answer.body.slice(0, 200)}`);
  }
  return taken === 0 ? [...wrong, 'nothing was taken'] : wrong;
}
