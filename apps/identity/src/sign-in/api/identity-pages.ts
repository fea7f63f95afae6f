import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceRequest } from '@doorstep/observability';
import { ENV, HttpProblemError, Problems } from '@doorstep/observability';
import type { OnModuleInit } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DeviceRoutes } from '../../devices/api/device.routes.js';
import type { IdentityEnv } from '../../env.js';
import { Interactions } from '../../provider/application/interactions.port.js';
import { STYLE_HASH, waitPage } from './pages.js';
import { SignInRoutes } from './sign-in.routes.js';

const FORM_LIMIT_BYTES = 8_192;
const PROVIDER_PATHS = ['/.well-known/openid-configuration', '/oidc/*'];

@Injectable()
export class PageRoutes {
  constructor(
    readonly signIn: SignInRoutes,
    readonly devices: DeviceRoutes,
  ) {}
}

/** The pages and the protocol, each in a scope of its own: forms are read here, and the protocol reads its requests itself. */
@Injectable()
export class IdentityPages implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(ENV) private readonly env: IdentityEnv,
    private readonly interactions: Interactions,
    private readonly problems: Problems,
    private readonly routes: PageRoutes,
  ) {}

  async onModuleInit(): Promise<void> {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    await fastify.register((scope, _options, done) => {
      this.protocol(scope);
      done();
    });
    await fastify.register((scope, _options, done) => {
      this.pages(scope);
      done();
    });
  }

  private protocol(scope: FastifyInstance): void {
    const handle = this.interactions.handle as (request: IncomingMessage, response: ServerResponse) => void;
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    for (const url of PROVIDER_PATHS)
      scope.route({
        method: ['GET', 'POST', 'OPTIONS'],
        url,
        handler: (request, reply) => {
          reply.hijack();
          for (const [name, value] of Object.entries(reply.getHeaders()))
            if (value !== undefined) reply.raw.setHeader(name, value);
          handle(request.raw, reply.raw);
        },
      });
  }

  private pages(scope: FastifyInstance): void {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.setErrorHandler((error, request, reply) => {
      if (!saysWait(error, request, reply)) this.problems.answer(error, request as ServiceRequest, reply);
    });
    scope.addHook('onRequest', (request, reply, done) => {
      // A form leads on to the gateway, and browsers ask this policy about each address on the way.
      const forms = `form-action 'self' ${this.env.GATEWAY_ORIGIN}`;
      reply.header(
        'content-security-policy',
        `default-src 'none'; style-src ${STYLE_HASH}; ${forms}; frame-ancestors 'none'; base-uri 'none'`,
      );
      this.assertOwnPage(request);
      done();
    });
    this.routes.signIn.register(scope);
    this.routes.devices.register(scope);
  }

  /** Forms come from these pages; a form on another site could sign a stranger in. */
  private assertOwnPage({ method, headers }: FastifyRequest): void {
    if (method === 'GET' || method === 'HEAD') return;
    const site = headers['sec-fetch-site'];
    const own = headers.origin === this.env.ISSUER_ORIGIN;
    // A form of a page without a referrer is sent with `Origin: null`, by the book of Fetch; what the browser says of the site counts.
    const unsaid = headers.origin === undefined || headers.origin === 'null';
    if (site === 'same-origin' ? unsaid || own : site === undefined && own) return;
    throw new HttpProblemError(403, 'AUTH.CROSS_SITE', 'a form must come from a page of this origin');
  }
}

/** A person in front of a browser gets a page with the same status, code and `Retry-After` as a program's problem document. */
function saysWait(error: unknown, { headers }: FastifyRequest, reply: FastifyReply): boolean {
  if (!(error instanceof HttpProblemError) || !headers.accept?.includes('text/html')) return false;
  const seconds = error.headers['retry-after'];
  if (seconds === undefined) return false;
  void reply
    .code(error.status)
    .headers({ ...error.headers, 'x-problem-code': error.code })
    .type('text/html; charset=utf-8')
    .send(waitPage(Number(seconds)));
  return true;
}
