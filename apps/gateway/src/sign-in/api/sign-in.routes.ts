import type { ServiceRequest } from '@doorstep/observability';
import { HttpProblemError, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IssuerUnavailableError, SignInFailedError } from '../application/issuer.port.js';
import { ATTEMPT_SECONDS, SignIn } from '../application/sign-in.js';
import { BrowserSessions } from './browser-sessions.js';
import { notSignedInPage, noIssuerPage } from './pages.js';
import { safeReturnTo } from './return-to.js';

const Callback = z.object({
  state: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code: z.string().min(1).max(1_000),
});

/** The way in: `/auth/sign-in` leads to the issuer, `/auth/callback` comes back. Neither changes anything for whoever is signed in. */
@Injectable()
export class SignInRoutes {
  constructor(
    private readonly signIn: SignIn,
    private readonly browsers: BrowserSessions,
    @Inject(LOGGER) private readonly logger: { warn(details: object, text: string): void },
  ) {}

  register(scope: FastifyInstance): void {
    scope.get('/auth/sign-in', (request, reply) => this.begin(request, reply, false));
    scope.get('/auth/step-up', (request, reply) => this.begin(request, reply, true));
    scope.get('/auth/callback', (request, reply) => this.finish(request, reply));
  }

  private async begin(request: FastifyRequest, reply: FastifyReply, stepUp: boolean): Promise<FastifyReply> {
    if (!this.signIn.possible) throw new HttpProblemError(404, 'AUTH.NO_ISSUER', 'no issuer is configured');
    const present = stepUp ? await this.browsers.sessionOf(request) : undefined;
    const returnTo = safeReturnTo((request.query as Record<string, unknown>)['returnTo']);
    try {
      const { url, browser } = await this.signIn.begin(returnTo, present);
      const { cookies } = this.browsers;
      return reply.header('set-cookie', cookies.set(cookies.attempt, browser, ATTEMPT_SECONDS)).redirect(url, 303);
    } catch (error) {
      return this.refuse(error, request, reply);
    }
  }

  private async finish(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { cookies } = this.browsers;
    const browser = cookies.read(request.headers.cookie, cookies.attempt);
    try {
      const back = Callback.safeParse(request.query);
      if (!back.success || browser === undefined) throw new SignInFailedError('the answer of the issuer is incomplete');
      const present = await this.browsers.sessionOf(request);
      const { correlationId } = request as ServiceRequest;
      const metaFor = (subject: string) => ({ actor: `gateway:${subject}`, correlationId });
      const { token, returnTo } = await this.signIn.finish({ ...back.data, browser }, present, metaFor);
      this.browsers.keep(reply, token);
      return reply.header('set-cookie', cookies.clear(cookies.attempt)).redirect(returnTo, 303);
    } catch (error) {
      return this.refuse(error, request, reply);
    }
  }

  /** A person is looking: a page, not a problem document. Programs get a problem while the issuer is away. */
  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (error instanceof IssuerUnavailableError && request.headers.accept?.includes('text/html') === true)
      return reply
        .code(error.status)
        .headers({ ...error.headers, 'x-problem-code': error.code })
        .type('text/html; charset=utf-8')
        .send(noIssuerPage());
    if (!(error instanceof SignInFailedError)) throw error;
    const { correlationId } = request as ServiceRequest;
    this.logger.warn({ correlationId, reason: error.message }, 'a sign-in did not finish');
    return reply
      .code(400)
      .header('x-problem-code', error.code)
      .type('text/html; charset=utf-8')
      .send(notSignedInPage());
  }
}
