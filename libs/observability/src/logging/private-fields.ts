const PRIVATE =
  /^(authorization|cookie|set-cookie|password|secret|token|jwt|body|payload|bytes|parameters|headers|name|fullname|phone|mobile|address|idnumber|bornon|birthdate|diet|note)$/i;
const MAX_DEPTH = 4;
const MAX_TEXT = 2_000;

/** Mainland ID numbers (18 characters) and mobile numbers (11 digits) standing alone. */
const TELLING_DIGITS = /(?<![\w-])(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?![\w-])/g;

/** A copy of a log record in which fields with telling names are replaced and long texts are cut. */
export function withoutPrivateFields(record: Record<string, unknown>): Record<string, unknown> {
  return copy(record, 0) as Record<string, unknown>;
}

/** Masks what looks like an ID or mobile number in a finished line. */
export function masked(line: string): string {
  return line.replace(TELLING_DIGITS, '[redacted]');
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Error) return value;
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (depth >= MAX_DEPTH) return '[nested]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => copy(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, PRIVATE.test(key) ? '[redacted]' : copy(field, depth + 1)]),
  );
}
