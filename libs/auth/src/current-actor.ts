import type { ExecutionContext } from '@nestjs/common';
import type { Actor } from './actor.js';
import { UnauthenticatedError } from './errors.js';
import { requestPart } from './request-part.js';

/** A request on which the guard has put the actor. */
export interface AuthenticatedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  actor?: Actor;
}

export function actorOf(context: ExecutionContext): Actor {
  const { actor } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!actor) throw new UnauthenticatedError('AUTH.TOKEN_REQUIRED', 'the route has no actor');
  return actor;
}

/** The verified actor of the request. */
export const CurrentActor: () => ParameterDecorator = requestPart((_none: void, context) => actorOf(context));
