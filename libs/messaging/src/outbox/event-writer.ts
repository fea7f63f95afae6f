import { canonicalJson, type JsonValue } from '@doorstep/kernel';
import type { Described, Schema } from '../events/described-schema.js';
import {
  describe,
  hasOnly,
  isPlainObject,
  itemRangeOf,
  memberOf,
  textRuleOf,
  wholeRangeOf,
} from '../events/described-schema.js';

/** The canonical JSON of a value that fits the schema; undefined for one that does not, or of which only the schema itself can tell. */
export type Writer = (value: unknown) => string | undefined;

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
  const def = describe(schema);
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

function stringWriter(def: Described): Writer | undefined {
  const rule = textRuleOf(def);
  if (!rule) return undefined;
  const { least, most, patterns } = rule;
  return (value) => {
    if (typeof value !== 'string' || value.length < least || value.length > most) return undefined;
    for (const each of patterns) if (!each.test(value)) return undefined;
    if (PLAIN.test(value)) return `"${value}"`;
    return value.isWellFormed() ? canonicalJson(value) : undefined;
  };
}

function numberWriter(def: Described): Writer | undefined {
  const range = wholeRangeOf(def);
  if (!range) return undefined;
  const { least, most } = range;
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

function arrayWriter(def: Described): Writer | undefined {
  const range = itemRangeOf(def);
  if (!def.element || !range) return undefined;
  const { least, most } = range;
  const write = writerOf(def.element);
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return undefined;
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

function objectWriter(def: Described): Writer | undefined {
  if (!isPlainObject(def)) return undefined;
  const { shape = {} } = def;
  const names = Object.keys(shape).sort();
  const members = names.map((name): Member => memberWriter(name, shape[name] as Schema));
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

function memberWriter(name: string, schema: Schema): Member {
  const member = memberOf(schema);
  return { name, start: `${canonicalJson(name)}:`, optional: member.optional, write: writerOf(member.schema) };
}
