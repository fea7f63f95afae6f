const SECRET = /PASSWORD|SECRET|PRIVATE|_KEY$|TOKEN$/;
const CREDENTIALS = /\/\/[^@/\s]*@/;

/** The configuration for people: secrets and credentials in URLs are replaced. */
export function redactedConfig(env: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(env).map(([name, value]) => [name, redacted(name, value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function redacted(name: string, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (SECRET.test(name)) return '[redacted]';
  return typeof value === 'string' ? value.replace(CREDENTIALS, '//[redacted]@') : value;
}
