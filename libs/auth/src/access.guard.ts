import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { Actor } from './actor.js';
import type { AuthenticatedRequest } from './current-actor.js';
import { bearerToken } from './bearer-token.js';
import { PermissionDeniedError, StaleRightsError, StepUpRequiredError, UnauthenticatedError } from './errors.js';
import { narrowedTo } from './grants.js';
import { needsFreshRights, needsStepUp } from './guarded-permissions.js';
import type { Permission } from './permissions.js';
import { routeAccessOf } from './route-access.js';
import { TokenVerifier } from './token-verifier.js';

function refuseLimited({ limits = [] }: Actor, permission: Permission): void {
  if (limits.includes('stale_rights') && needsFreshRights(permission)) throw new StaleRightsError();
  if (limits.includes('no_step_up') && needsStepUp(permission)) throw new StepUpRequiredError();
}

/** Global: verifies the internal token, denies what no declared permission allows, and puts on the request who acts with that permission where. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly tokens: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true; // event handlers have no caller; the topic ACL is their guard
    const access = routeAccessOf(context.getHandler(), context.getClass());
    if (access?.public === true) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const token = bearerToken(request.headers['authorization']);
    if (token === undefined) throw new UnauthenticatedError('AUTH.TOKEN_REQUIRED', 'no bearer token');
    const actor = await this.tokens.verify(token);
    request.actor = actor; // also who is denied is logged
    const narrowed = access && narrowedTo(actor, access.permission);
    if (!narrowed) throw new PermissionDeniedError(access?.permission ?? 'undeclared');
    request.actor = narrowed;
    refuseLimited(narrowed, access.permission);
    return true;
  }
}
