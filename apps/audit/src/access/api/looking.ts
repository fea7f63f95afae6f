import { actorRef, requestPart } from '@doorstep/auth';
import type { LookUpKind } from '@doorstep/contracts';
import { Code } from '@doorstep/contracts';
import type { ServiceRequest } from '@doorstep/observability';
import { HttpProblemError } from '@doorstep/observability';
import type { Looking } from '../application/note-look-up.handler.js';
import { lookMarkOf } from './look-up.decorator.js';

/** Where a list continues says nothing about what was asked. */
const PLACES = new Set(['cursor', 'limit']);

/** @throws HttpProblemError (400) for a purpose that is no code: words of one's own could name somebody. */
export function lookingOf(request: ServiceRequest, kind: LookUpKind): Looking {
  const asked = Object.entries(request.query as object).filter(([name]) => !PLACES.has(name));
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  const { actor, correlationId } = request;
  // Parameters that a route does not know must not stand in the place of those that it answers.
  const given = [...asked, ...Object.entries(request.params as object), ['route', route] as const];
  return {
    kind,
    question: Object.fromEntries(given.map(([name, value]) => [storable(name), storable(value)])),
    purpose: purposeIn(request.headers['x-purpose']),
    meta: { actor: actor ? actorRef(actor) : '', correlationId },
  };
}

/** As canonical JSON takes it. */
function storable(text: unknown): string {
  return String(text).toWellFormed().normalize('NFC');
}

function purposeIn(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const code = Code.safeParse(header);
  if (!code.success) throw new HttpProblemError(400, 'AUDIT.PURPOSE_INVALID', 'X-Purpose is a code such as tip-off');
  return code.data;
}

/** For routes that note their look themselves. */
export const CurrentLooking: () => ParameterDecorator = requestPart((_none: void, context): Looking => {
  const mark = lookMarkOf(context.getHandler());
  if (!mark) throw new Error('the route does not say what it looks up');
  return lookingOf(context.switchToHttp().getRequest<ServiceRequest>(), mark.kind);
});
