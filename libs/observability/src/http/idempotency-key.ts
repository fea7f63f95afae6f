import { createHash } from 'node:crypto';
import { actorOf, actorRef, requestPart } from '@doorstep/auth';
import type { IdempotentRequest } from '@doorstep/persistence';
import { documentHeader } from './document-header.js';
import { HttpProblemError } from './errors.js';
import type { ServiceRequest } from './request-context.js';

// A structured-field string is quoted; tills that send the bare key are understood too.
const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,200})"|([\x21\x23-\x5b\x5d-\x7e]{1,200}))$/;

const read = requestPart((_none: void, context): IdempotentRequest => {
  const request = context.switchToHttp().getRequest<ServiceRequest>();
  const header = request.headers['idempotency-key'];
  if (header === undefined)
    throw new HttpProblemError(400, 'HTTP.IDEMPOTENCY_KEY_REQUIRED', 'send an Idempotency-Key header');
  const match = typeof header === 'string' ? KEY.exec(header.trim()) : null;
  const key = match?.[1] ?? match?.[2];
  if (key === undefined)
    throw new HttpProblemError(
      400,
      'HTTP.IDEMPOTENCY_KEY_INVALID',
      'the Idempotency-Key is 1 to 200 visible characters',
    );
  return {
    principal: actorRef(actorOf(context)),
    route: `${request.method} ${request.routeOptions.url ?? request.url}`,
    key,
    bodyHash: hashOf([request.params, request.query, request.body]),
  };
});

/** The caller's Idempotency-Key with what it was sent for; 400 when it is missing. */
export function IdempotencyKey(): ParameterDecorator {
  return (target, key, index) => {
    read()(target, key, index);
    documentHeader(
      {
        name: 'Idempotency-Key',
        required: true,
        description: 'A key made by the client. The same key and request is done once and answered again.',
        schema: { type: 'string', maxLength: 202 },
      },
      target,
      key,
    );
  };
}

/** SHA-256 of the value with sorted members, so that a client library that orders members anew sends the same request. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortedMembers)).digest('hex');
}

function sortedMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
