import type { EventDefinition } from '@doorstep/contracts';
import { canonicalJson, type JsonValue } from '@doorstep/kernel';

/** The canonical JSON of a value that fits the schema; undefined for one that does not, or of which only the schema itself can tell. */
export type Writer = (value: unknown) => string | undefined;

type Schema = EventDefinition['data'];

/** The parts of zod's own description of a schema that are understood here. Anything else is left to zod. */
interface Described {
  readonly type: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: Schema;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly entries?: Readonly<Record<string, string | number>>;
}

interface Check {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

const writers = new WeakMap<Schema, Writer>();

/**
 * Checks and writes in one go: validating an event and then sorting and writing its members is a third of the work of publishing it.
 * What comes out is what `canonicalJson` writes of a value that the schema takes; when nothing comes out, ask those two.
 */
export function writerOf(schema: Schema): Writer {
  let writer = writers.get(schema);
  if (!writer) writers.set(schema, (writer = knownWriter(schema) ?? askSchema(schema)));
  return writer;
}

function askSchema(schema: Schema): Writer {
  return (value) =>
    value !== undefined && schema.safeParse(value).success ? canonicalJson(value as JsonValue) : undefined;
}

function knownWriter(schema: Schema): Writer | undefined {
  const def = schema._zod.def as unknown as Described;
  switch (def.type) {
    case 'string':
      return stringWriter(def);
    case 'number':
      return numberWriter(def);
    case 'boolean':
      return def.checks ? undefined : (value) => (typeof value === 'boolean' ? String(value) : undefined);
    case 'enum':
      return enumWriter(def);
    case 'nullable':
      return nullableWriter(def);
    case 'array':
      return arrayWriter(def);
    case 'object':
      return objectWriter(def);
    case 'union':
      return unionWriter(def);
    default:
      return undefined;
  }
}

/** Printable ASCII that needs no escape. */
const PLAIN = /^[ !#-[\]-~]*$/;
const FORMATS = new Set([undefined, 'uuid', 'date', 'datetime']);
const TEXT_CHECKS = new Set(['regex', 'lowercase']);

function stringWriter({ format, pattern, checks = [] }: Described): Writer | undefined {
  const patterns = pattern ? [pattern] : [];
  let [least, most] = [0, Infinity];
  for (const { _zod } of checks) {
    const { check, ...about } = _zod.def;
    if (check === 'string_format' && about.pattern && TEXT_CHECKS.has(about.format ?? '')) patterns.push(about.pattern);
    else if (check === 'min_length') least = Math.max(least, about.minimum ?? Infinity);
    else if (check === 'max_length') most = Math.min(most, about.maximum ?? 0);
    else return undefined;
  }
  if (!FORMATS.has(format) || (format && !pattern) || patterns.some(({ flags }) => /[gy]/.test(flags)))
    return undefined;
  return (value) => {
    if (typeof value !== 'string' || value.length < least || value.length > most) return undefined;
    for (const each of patterns) if (!each.test(value)) return undefined;
    if (PLAIN.test(value)) return `"${value}"`;
    return value.isWellFormed() ? canonicalJson(value) : undefined;
  };
}

function numberWriter({ format, checks = [] }: Described): Writer | undefined {
  let [least, most] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (const { _zod } of checks) {
    const { check, value, inclusive } = _zod.def;
    if (value === undefined || inclusive !== true) return undefined;
    if (check === 'greater_than') least = Math.max(least, value);
    else if (check === 'less_than') most = Math.min(most, value);
    else return undefined;
  }
  if (format !== 'safeint') return undefined;
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? String(value) : undefined;
}

function enumWriter({ entries, checks }: Described): Writer | undefined {
  if (!entries || checks) return undefined;
  const texts = new Map<unknown, string>(Object.values(entries).map((entry) => [entry, canonicalJson(entry)]));
  return (value) => texts.get(value);
}

function nullableWriter({ innerType, checks }: Described): Writer | undefined {
  if (!innerType || checks) return undefined;
  const write = writerOf(innerType);
  return (value) => (value === null ? 'null' : write(value));
}

function arrayWriter({ element, checks = [] }: Described): Writer | undefined {
  if (!element) return undefined;
  let most = Infinity;
  for (const { _zod } of checks)
    if (_zod.def.check === 'max_length') most = Math.min(most, _zod.def.maximum ?? 0);
    else return undefined;
  const write = writerOf(element);
  return (value) => {
    if (!Array.isArray(value) || value.length > most) return undefined;
    let text = '';
    for (const item of value) {
      const written = write(item);
      if (written === undefined) return undefined;
      text += text ? `,${written}` : written;
    }
    return `[${text}]`;
  };
}

function unionWriter({ options = [], checks }: Described): Writer | undefined {
  if (checks) return undefined;
  const writes = options.map(writerOf);
  return (value) => {
    for (const write of writes) {
      const written = write(value);
      if (written !== undefined) return written;
    }
    return undefined;
  };
}

interface Member {
  readonly name: string;
  readonly start: string;
  readonly optional: boolean;
  readonly write: Writer;
}

function objectWriter({ shape = {}, catchall, checks }: Described): Writer | undefined {
  if (checks || (catchall && !['unknown', 'never'].includes(catchall._zod.def.type))) return undefined;
  const names = Object.keys(shape).sort();
  const members = names.map((name): Member => memberOf(name, shape[name] as Schema));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const object = value as Readonly<Record<string, unknown>>;
    let text = '';
    let found = 0;
    for (const { name, start, optional, write } of members) {
      const member = object[name];
      if (member === undefined) {
        if (!optional) return undefined;
        continue;
      }
      const written = write(member);
      if (written === undefined) return undefined;
      text += text ? `,${start}${written}` : start + written;
      found += 1;
    }
    return hasOnly(object, found) ? `{${text}}` : undefined;
  };
}

function memberOf(name: string, schema: Schema): Member {
  const { type, innerType, checks } = schema._zod.def as unknown as Described;
  const optional = type === 'optional' && innerType !== undefined && !checks;
  const write = writerOf(optional ? innerType : schema);
  return { name, start: `${canonicalJson(name)}:`, optional, write };
}

/** More members than the schema names: only those that are undefined do not matter. */
function hasOnly(object: Readonly<Record<string, unknown>>, found: number): boolean {
  const names = Object.keys(object);
  return names.length === found || names.filter((name) => object[name] !== undefined).length === found;
}
