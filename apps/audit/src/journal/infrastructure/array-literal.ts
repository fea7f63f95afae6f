/**
 * PostgreSQL array literals. pg writes arrays itself, but looks at every element with two regular expressions; on the hot path of the
 * journal that costs more than anything else.
 */

/** For numbers, UUIDs and RFC 3339 times: nothing in them has a meaning in an array literal. */
export function plainArray(values: readonly (string | number | bigint | null | undefined)[]): string {
  let literal = '';
  for (const value of values) literal += value === null || value === undefined ? ',NULL' : `,${value}`;
  return `{${literal.slice(1)}}`;
}

export function textArray(values: readonly (string | null)[]): string {
  let literal = '';
  for (const value of values) literal += value === null ? ',NULL' : `,"${escaped(value)}"`;
  return `{${literal.slice(1)}}`;
}

function escaped(text: string): string {
  return text.includes('"') || text.includes('\\') ? text.replace(/["\\]/g, '\\$&') : text;
}
