import type { IncomingHttpHeaders } from 'node:http';
import replyFrom from '@fastify/reply-from';
import type { ServiceRequest } from '@doorstep/observability';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { GatewayEnv } from '../env.js';
import { upstreamProblem } from './gateway-problems.js';
import { InternalTokens } from './internal-tokens.js';
import { requestHeaders } from './request-headers.js';
import { safeTarget } from './safe-path.js';
import type { Upstream } from './upstreams.js';

const CONNECTIONS_PER_SERVICE = 256;
/** Shorter than the services' own keep-alive, so that the pool never writes into a connection that is closing. */
const KEEP_ALIVE_MS = 30_000;
const CONNECT_TIMEOUT_MS = 2_000;

/** Sends a request on to its service over kept connections. The body goes as it came, the answer is streamed. */
@Injectable()
export class Forwarder {
  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    private readonly tokens: InternalTokens,
  ) {}

  async register(scope: FastifyInstance): Promise<void> {
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
  }

  /** With the internal token of the request's actor; without an actor, without one. */
  async forward(request: ServiceRequest, reply: FastifyReply, upstream: Upstream): Promise<FastifyReply> {
    const { actor, correlationId, traceparent } = request;
    const internalToken = actor && (await this.tokens.tokenFor(actor, upstream.name));
    const body = request.body as Buffer | undefined;
    const own = { host: upstream.host, correlationId, traceparent, internalToken };
    return reply.from(`${upstream.origin}${safeTarget(request.url, upstream.name)}`, {
      ...(body !== undefined && { body, contentType: request.headers['content-type'] ?? 'application/octet-stream' }),
      rewriteRequestHeaders: (_request: unknown, headers: IncomingHttpHeaders) =>
        requestHeaders(headers, own, body !== undefined),
      // Only a read may be tried again, once: a write may have happened although its answer was lost.
      retryDelay: ({ err, attempt }) => (err && attempt === 0 && isRead(request.method) ? 10 : null),
      onError: (failed, { error }) => {
        void failed.send(upstreamProblem(error, upstream.name));
      },
    });
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
