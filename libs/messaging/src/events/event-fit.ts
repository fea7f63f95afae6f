import type { Described, Schema } from './described-schema.js';
import {
  describe,
  hasOnly,
  isPlainObject,
  itemRangeOf,
  memberOf,
  textRuleOf,
  wholeRangeOf,
} from './described-schema.js';

/** True when the schema takes the value and gives it back as it is. False says nothing: then the schema itself must be asked. */
export type Fit = (value: unknown) => boolean;

const fits = new WeakMap<Schema, Fit>();

/** Asking zod about each event, and having it copied, is more work than reading it out of its bytes; most events are just right. */
export function fitOf(schema: Schema): Fit {
  let fit = fits.get(schema);
  if (!fit) fits.set(schema, (fit = knownFit(describe(schema)) ?? NEVER));
  return fit;
}

const NEVER: Fit = () => false;

function knownFit(def: Described): Fit | undefined {
  switch (def.type) {
    case 'string':
      return textFit(def);
    case 'number':
      return numberFit(def);
    case 'boolean':
      return def.checks ? undefined : (value) => typeof value === 'boolean';
    case 'enum':
      return enumFit(def);
    case 'nullable':
      return nullableFit(def);
    case 'array':
      return arrayFit(def);
    case 'object':
      return objectFit(def);
    default:
      return undefined;
  }
}

function textFit(def: Described): Fit | undefined {
  const rule = textRuleOf(def);
  if (!rule) return undefined;
  const { least, most, patterns } = rule;
  return (value) => {
    if (typeof value !== 'string' || value.length < least || value.length > most) return false;
    for (const pattern of patterns) if (!pattern.test(value)) return false;
    return true;
  };
}

function numberFit(def: Described): Fit | undefined {
  const range = wholeRangeOf(def);
  if (!range) return undefined;
  const { least, most } = range;
  return (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function enumFit({ entries, checks }: Described): Fit | undefined {
  if (!entries || checks) return undefined;
  const values = new Set<unknown>(Object.values(entries));
  return (value) => values.has(value);
}

function nullableFit({ innerType, checks }: Described): Fit | undefined {
  if (!innerType || checks) return undefined;
  const fit = fitOf(innerType);
  return (value) => value === null || fit(value);
}

function arrayFit(def: Described): Fit | undefined {
  const range = itemRangeOf(def);
  if (!def.element || !range) return undefined;
  const { least, most } = range;
  const fit = fitOf(def.element);
  return (value) => Array.isArray(value) && value.length >= least && value.length <= most && value.every(fit);
}

/** A stranger would be dropped, refused or kept: which of them is zod's to say. */
function objectFit(def: Described): Fit | undefined {
  if (!isPlainObject(def)) return undefined;
  const members = Object.entries(def.shape ?? {}).map(([name, schema]) => {
    const member = memberOf(schema);
    return { name, optional: member.optional, fit: fitOf(member.schema) };
  });
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as Readonly<Record<string, unknown>>;
    let found = 0;
    for (const { name, optional, fit } of members) {
      const member = object[name];
      if (member === undefined && optional) continue;
      if (!fit(member)) return false;
      found += 1;
    }
    return hasOnly(object, found);
  };
}
