import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { AuthenticatedRequest } from './current-actor.js';
import { bearerToken } from './bearer-token.js';
import { PermissionDeniedError, UnauthenticatedError } from './errors.js';
import { hasPermission } from './permissions.js';
import { routeAccessOf } from './route-access.js';
import { TokenVerifier } from './token-verifier.js';

/** Global: verifies the internal token, puts the actor on the request, and denies what no declared permission allows. */
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
    request.actor = actor;
    if (!access || !hasPermission(actor.roles, access.permission))
      throw new PermissionDeniedError(access?.permission ?? 'undeclared');
    return true;
  }
}
