import type { Actor } from '@doorstep/auth';
import { UnauthenticatedError } from '@doorstep/auth';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayEnv } from '../../env.js';
import { SessionActor } from '../../sessions/application/session-actor.js';
import { Sessions } from '../../sessions/application/sessions.js';
import type { Session } from '../../sessions/domain/session.js';
import { Cookies } from './cookies.js';
import { assertSameOrigin } from './same-origin.js';

/**
 * What a page asks for by itself: it says so in a header, as `x-background: 1`. A line that stays open, and a page that asks who is signed
 * in, are the page's doing too. None of it is a use: a screen that somebody left open does not keep the session alive.
 */
const BACKGROUND_HEADER = 'x-background';
const BY_THEMSELVES = /^\/(live|auth\/sessions?)(\?|$)/;

export interface Present {
  readonly session: Session;
  readonly actor: Actor;
}

/** From a cookie to who acts. */
@Injectable()
export class BrowserSessions {
  readonly cookies: Cookies;

  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    private readonly sessions: Sessions,
    private readonly actors: SessionActor,
  ) {
    this.cookies = new Cookies(env.PUBLIC_ORIGIN);
  }

  /** Undefined without a cookie. Throws UnauthenticatedError when its session is over, 403 for another origin's page. */
  async actorOf(request: FastifyRequest): Promise<Actor | undefined> {
    if (this.token(request) === undefined) return undefined;
    return (await this.present(request)).actor;
  }

  /** The session that must be there. Throws UnauthenticatedError, or 403 for another origin's page. */
  async present(request: FastifyRequest): Promise<Present> {
    assertSameOrigin(request.method, request.headers, this.env.PUBLIC_ORIGIN);
    const session = await this.sessionOf(request);
    if (!session) throw new UnauthenticatedError('AUTH.TOKEN_INVALID', 'there is no such session any more');
    return { session, actor: await this.actors.ofSession(session) };
  }

  /** The session if there is one. */
  async sessionOf(request: FastifyRequest): Promise<Session | undefined> {
    const token = this.token(request);
    return token === undefined ? undefined : this.sessions.resolve(token, isUse(request));
  }

  keep(reply: FastifyReply, token: string): void {
    reply.header('set-cookie', this.cookies.set(this.cookies.session, token));
  }

  forget(reply: FastifyReply): void {
    reply.header('set-cookie', this.cookies.clear(this.cookies.session));
  }

  private token(request: FastifyRequest): string | undefined {
    return this.cookies.read(request.headers.cookie, this.cookies.session);
  }
}

function isUse({ method, url, headers }: FastifyRequest): boolean {
  return headers[BACKGROUND_HEADER] !== '1' && !(method === 'GET' && BY_THEMSELVES.test(url));
}
