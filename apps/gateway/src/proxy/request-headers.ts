import type { IncomingHttpHeaders } from 'node:http';

/**
 * What a caller may say to a service. Everything else stays outside: above all headers that claim an identity or an origin
 * (`x-user-*`, `x-forwarded-*`, `forwarded`, `x-internal-*`, cookies).
 */
const FORWARDED = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-length',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'last-event-id',
  'prefer',
  'user-agent',
  'x-purpose',
] as const;
const ABOUT_THE_BODY = ['content-length', 'content-type'];

export interface OwnHeaders {
  readonly host: string;
  readonly correlationId: string;
  readonly traceparent: string;
  readonly internalToken: string | undefined;
}

export function requestHeaders(
  from: IncomingHttpHeaders,
  own: OwnHeaders,
  hasBody: boolean,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const name of FORWARDED) {
    const value = from[name];
    if (value !== undefined && (hasBody || !ABOUT_THE_BODY.includes(name))) headers[name] = value;
  }
  headers['host'] = own.host;
  headers['x-correlation-id'] = own.correlationId;
  headers['traceparent'] = own.traceparent;
  if (own.internalToken !== undefined) headers['authorization'] = `Bearer ${own.internalToken}`;
  return headers;
}
