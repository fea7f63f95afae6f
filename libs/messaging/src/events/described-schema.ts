import type { EventDefinition } from '@doorstep/contracts';

export type Schema = EventDefinition['data'];

/** The parts of zod's own description of a schema that are understood here. Anything else is left to zod. */
export interface Described {
  readonly type: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly checks?: readonly { readonly _zod: { readonly def: DescribedCheck } }[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: Schema;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly entries?: Readonly<Record<string, string | number>>;
}

interface DescribedCheck {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Inclusive. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export function describe(schema: Schema): Described {
  return schema._zod.def as unknown as Described;
}

const FORMATS = new Set([undefined, 'uuid', 'date', 'datetime']);
const TEXT_CHECKS = new Set(['regex', 'lowercase']);

/** Lengths and patterns of a text; undefined when there is more to it. */
export function textRuleOf({ format, pattern, checks = [] }: Described): (Range & { patterns: RegExp[] }) | undefined {
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
  return { least, most, patterns };
}

/** Of whole numbers; undefined for any others. */
export function wholeRangeOf({ format, checks = [] }: Described): Range | undefined {
  let [least, most] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (const { _zod } of checks) {
    const { check, value, inclusive } = _zod.def;
    if (value === undefined || inclusive !== true) return undefined;
    if (check === 'greater_than') least = Math.max(least, value);
    else if (check === 'less_than') most = Math.min(most, value);
    else return undefined;
  }
  return format === 'safeint' ? { least, most } : undefined;
}

/** How many items a list may have; undefined when there is more to it. */
export function itemRangeOf({ checks = [] }: Described): Range | undefined {
  let [least, most] = [0, Infinity];
  for (const { _zod } of checks) {
    const { check, minimum, maximum } = _zod.def;
    if (check === 'min_length') least = Math.max(least, minimum ?? Infinity);
    else if (check === 'max_length') most = Math.min(most, maximum ?? 0);
    else return undefined;
  }
  return { least, most };
}

/** An object without checks of its own, whose strangers zod drops, keeps or refuses without looking into them. */
export function isPlainObject({ catchall, checks }: Described): boolean {
  return !checks && (!catchall || ['unknown', 'never'].includes(describe(catchall).type));
}

/** What stands behind an optional member, or the member itself. */
export function memberOf(schema: Schema): { readonly optional: boolean; readonly schema: Schema } {
  const { type, innerType, checks } = describe(schema);
  const optional = type === 'optional' && innerType !== undefined && !checks;
  return { optional, schema: optional ? innerType : schema };
}

/** False when the object has more members than those found; members that are undefined do not matter. */
export function hasOnly(object: Readonly<Record<string, unknown>>, found: number): boolean {
  const names = Object.keys(object);
  return names.length === found || names.filter((name) => object[name] !== undefined).length === found;
}
