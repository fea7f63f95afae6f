import { assert } from './assert.js';

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * Canonical JSON after RFC 8785, restricted to what Doorstep puts on the wire: integers only, NFC strings, keys sorted by
 * UTF-16 code units. Same value, same bytes. Throws on fractions, NaN, lone
 * surrogates, keys that are not NFC, and on depth over 32.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, 0);
}

function write(value: JsonValue, depth: number): string {
  assert(depth <= 32, 'JSON is nested too deeply');
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), 'canonical JSON holds integers only');
    return value === 0 ? '0' : String(value);
  }
  if (typeof value === 'string') return writeString(value);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => write(item, depth + 1)).join(',')}]`;
  const object = value as { readonly [key: string]: JsonValue | undefined };
  let members = '';
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) members += `${members && ','}${writeKey(key)}:${write(member, depth + 1)}`;
  }
  return `{${members}}`;
}

/** Keys are sorted as they are, so they must be NFC already; two keys that become one by it would be no object at all. */
function writeKey(key: string): string {
  assert(PLAIN.test(key) || key.normalize('NFC') === key, 'a key is not in normal form C');
  return writeString(key);
}

/** Printable ASCII that needs no escape: most keys, ids and codes. It is well-formed and NFC by nature. */
const PLAIN = /^[ !#-[\]-~]*$/;

function writeString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  assert(text.isWellFormed(), 'a string holds a lone surrogate');
  return JSON.stringify(text.normalize('NFC'));
}
