import type { IncomingHttpHeaders } from 'node:http';
import { MAX_IMPORT_BYTES } from '@doorstep/contracts';
import replyFrom from '@fastify/reply-from';
import type { ServiceRequest } from '@doorstep/observability';
import { BODY_LIMIT_BYTES, ENV } from '@doorstep/observability';
import type { OnModuleInit } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayEnv } from '../env.js';
import { Admission } from './admission.js';
import { upstreamProblem } from './gateway-problems.js';
import { InternalTokens } from './internal-tokens.js';
import { requestHeaders } from './request-headers.js';
import { safeTarget } from './safe-path.js';
import type { Upstream } from './upstreams.js';
import { Upstreams } from './upstreams.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Where a file is sent instead of a form. */
const LARGE_BODIES = [{ url: '/registry/v1/imports', bodyLimit: MAX_IMPORT_BYTES }];
const CONNECTIONS_PER_SERVICE = 256;
/** Shorter than the services' own keep-alive, so that the pool never writes into a connection that is closing. */
const KEEP_ALIVE_MS = 30_000;
const CONNECT_TIMEOUT_MS = 2_000;

/** Forwards `/<service>/v1/*` and the API documents. Bodies are passed on unread; answers are streamed. */
@Injectable()
export class Proxy implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(ENV) private readonly env: GatewayEnv,
    private readonly upstreams: Upstreams,
    private readonly admission: Admission,
    private readonly tokens: InternalTokens,
  ) {}

  async onModuleInit(): Promise<void> {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    await fastify.register(async (scope) => this.registerRoutes(scope));
  }

  private async registerRoutes(scope: FastifyInstance): Promise<void> {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    await scope.register(replyFrom, {
      disableRequestLogging: true,
      destroyAgent: true,
      undici: {
        connections: CONNECTIONS_PER_SERVICE,
        pipelining: 1,
        keepAliveTimeout: KEEP_ALIVE_MS,
        headersTimeout: this.env.UPSTREAM_TIMEOUT_MS,
        bodyTimeout: this.env.UPSTREAM_TIMEOUT_MS,
        connect: { timeout: CONNECT_TIMEOUT_MS },
      },
    });
    for (const upstream of this.upstreams.all) {
      this.forwardCalls(scope, upstream);
      this.forwardDocuments(scope, upstream);
    }
  }

  private forwardCalls(scope: FastifyInstance, upstream: Upstream): void {
    const route = {
      method: METHODS,
      url: `/${upstream.name}/v1/*`,
      onRequest: async (request: FastifyRequest) => {
        const own = request as ServiceRequest;
        safeTarget(request.url, upstream.name); // before anything is done for the caller
        own.actor = await this.admission.admit(own, resourceOf(request.url));
      },
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const own = request as ServiceRequest;
        const token = own.actor && (await this.tokens.tokenFor(own.actor, upstream.name));
        return this.forward(own, reply, upstream, token);
      },
    };
    scope.route(route);
    for (const { url, bodyLimit } of LARGE_BODIES)
      if (url.startsWith(`/${upstream.name}/`)) scope.route({ ...route, method: 'POST', url, bodyLimit });
  }

  private forwardDocuments(scope: FastifyInstance, upstream: Upstream): void {
    for (const document of ['openapi.json', 'asyncapi.json']) {
      scope.get(`/${upstream.name}/${document}`, async (request, reply) => {
        const own = request as ServiceRequest;
        this.admission.admitAnonymous(own);
        return this.forward(own, reply, upstream, undefined);
      });
    }
  }

  private forward(
    request: ServiceRequest,
    reply: FastifyReply,
    upstream: Upstream,
    internalToken: string | undefined,
  ): FastifyReply {
    const { correlationId, traceparent } = request;
    const body = request.body as Buffer | undefined;
    const own = { host: new URL(upstream.origin).host, correlationId, traceparent, internalToken };
    return reply.from(`${upstream.origin}${safeTarget(request.url, upstream.name)}`, {
      ...(body !== undefined && { body, contentType: request.headers['content-type'] ?? 'application/octet-stream' }),
      rewriteRequestHeaders: (_request: unknown, headers: IncomingHttpHeaders) =>
        requestHeaders(headers, own, body !== undefined),
      // Only a read may be tried again, once: a write may have happened although its answer was lost.
      retryDelay: ({ err, attempt }) => (err && attempt === 0 && isRead(request.method) ? 10 : null),
      onError: (failed, { error }) => failed.send(upstreamProblem(error, upstream.name)),
    });
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** `/meal-orders/v1/orders/…` → `/meal-orders/v1/orders`. */
function resourceOf(url: string): string {
  return url.split('?', 1)[0]?.split('/', 4).join('/') ?? '';
}
