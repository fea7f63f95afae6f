import type { Actor } from '@doorstep/auth';
import { actorWith, TokenVerifier, UnauthenticatedError } from '@doorstep/auth';
import { HttpProblemError } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import { SessionActor } from '../../sessions/application/session-actor.js';
import { Issuer } from '../application/issuer.port.js';

export interface Asked {
  readonly method: string;
  /** `/<service>/v1/<kind of resource>`. */
  readonly resource: string;
}

/** A client that went beyond its scopes; the refusal is on record, and counts, as its own. */
export class ScopeMissingError extends HttpProblemError {
  constructor(
    readonly caller: Actor,
    needed: string,
  ) {
    super(403, 'AUTH.SCOPE_MISSING', `the token lacks ${needed}`);
  }
}

/** Callers with a token of their own: people of the local stack (`npm run token`), and API clients of the issuer. */
@Injectable()
export class BearerCallers {
  constructor(
    private readonly local: TokenVerifier,
    private readonly issuer: Issuer,
    private readonly actors: SessionActor,
  ) {}

  /** Throws UnauthenticatedError, or 403 when the client's token has not the scope for this service. */
  async callerOf(token: string, asked: Asked): Promise<Actor> {
    try {
      return await this.local.verify(token);
    } catch (error) {
      if (!this.issuer.configured || !(error instanceof UnauthenticatedError)) throw error;
    }
    const { subject, scopes } = await this.issuer.client(token);
    const needed = scopeFor(asked);
    if (!scopes.includes(needed)) throw new ScopeMissingError(actorWith({ kind: 'client', subject }, []), needed);
    return this.actors.ofClient(subject);
  }
}

/** `meal-orders:read`, `meal-orders:write`: what a client asked for bounds it, what registry granted to it still decides. */
function scopeFor({ method, resource }: Asked): string {
  return `${resource.split('/')[1] ?? ''}:${method === 'GET' || method === 'HEAD' ? 'read' : 'write'}`;
}
