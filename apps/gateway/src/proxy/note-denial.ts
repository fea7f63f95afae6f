import { actorRef } from '@doorstep/auth';
import type { ServiceRequest } from '@doorstep/observability';
import type { FastifyReply } from 'fastify';
import type { Denials } from '../denials/application/denials.js';

const REFUSED = [401, 403];
/** The only names of a path that go on record; anything else may be an id, or something about somebody. */
const WORD = /^[a-z][a-z-]{0,30}$/;

/** Puts a refusal on record: who, which kind of resource, why. Stale rights are refused as 503. */
export function noteDenial(denials: Denials, request: ServiceRequest, reply: FastifyReply): void {
  const header = reply.getHeader('x-problem-code');
  const code = typeof header === 'string' ? header.slice(0, 100) : `HTTP.${reply.statusCode}`;
  const isRefusal = REFUSED.includes(reply.statusCode) || ['AUTH.RIGHTS_STALE', 'AUTH.SIGN_IN_FAILED'].includes(code);
  if (!isRefusal) return;
  const [, service = ''] = request.url.split(/[/?#]/);
  denials.note({
    caller: request.actor ? actorRef(request.actor) : null,
    service: WORD.test(service) ? service : 'other',
    resource: resourceOf(request.url),
    method: request.method,
    code,
  });
}

/** `/meal-orders/v1/orders/…` → `/meal-orders/v1/orders`. */
export function resourceOf(url: string): string {
  const parts = (url.split(/[?#]/, 1)[0] ?? '').split('/').slice(1, 4);
  return `/${parts.map((part) => (WORD.test(part) || part === 'v1' ? part : 'other')).join('/')}`;
}
