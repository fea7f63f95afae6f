import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { HttpEnv } from '../config/platform-env.js';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { applyBodyLimits } from './body-limit.js';
import { BODY_LIMIT_BYTES, registerBodyParsers } from './body-parser.js';
import { limitHandlers } from './handler-limit.js';
import { problemOf } from './problem-of.js';
import { closeQuietConnections } from './quiet-connections.js';
import { sendProblem } from './send-problem.js';
import type { ServiceDefinition } from '../service-definition.js';
import type { ServiceRequest } from './request-context.js';
import { prepare, registerRequestHooks } from './request-hooks.js';
import type { RouteIndex } from './route-index.js';

/** Longest time a handler may take, ms. Statement time-outs are shorter; this bounds everything else. */
const HANDLER_LIMIT_MS = 30_000;
/** Idle connections outlive those of the gateway's pool, so that it never writes into a closing one. */
const KEEP_ALIVE_MS = 65_000;
/** Whoever drips headers in has that long, ms. */
const HEADERS_LIMIT_MS = 15_000;

export interface AdapterParts {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly routes: RouteIndex;
  readonly env: Pick<HttpEnv, 'TLS_CERT' | 'TLS_KEY' | 'TRUSTED_PROXIES'>;
  readonly definition: Pick<ServiceDefinition, 'name' | 'answersByName'>;
}

/** Fastify as every service has it. */
export function createAdapter({ logger, metrics, routes, env, definition }: AdapterParts): FastifyAdapter {
  const adapter = new FastifyAdapter({
    ...tlsOf(env),
    ...(definition.answersByName === true && { rewriteUrl: withoutName(definition.name) }),
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: HANDLER_LIMIT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    trustProxy: env.TRUSTED_PROXIES.length > 0 && [...env.TRUSTED_PROXIES],
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
    // Addresses that the router cannot read never reach the hooks and the filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      prepare(request as ServiceRequest, reply);
      sendProblem(request as ServiceRequest, reply, problemOf(error));
    },
  });
  const fastify = adapter.getInstance();
  fastify.server.headersTimeout = HEADERS_LIMIT_MS;
  closeQuietConnections(fastify);
  routes.watch(fastify);
  applyBodyLimits(fastify);
  limitHandlers(fastify, HANDLER_LIMIT_MS);
  registerRequestHooks(fastify, logger, metrics);
  registerBodyParsers(fastify);
  return adapter;
}

function withoutName(name: string): (request: { readonly url?: string | undefined }) => string {
  const own = new RegExp(`^/${name}(?=/(?:v1/|(?:openapi|asyncapi)\\.json(?:\\?|$)))`);
  return ({ url = '/' }) => url.replace(own, '');
}

function tlsOf({ TLS_CERT: cert, TLS_KEY: key }: Pick<AdapterParts['env'], 'TLS_CERT' | 'TLS_KEY'>): {
  readonly https?: object;
} {
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined || key === undefined) throw new Error('TLS_CERT and TLS_KEY belong together');
  return { https: { cert, key, minVersion: 'TLSv1.2' } };
}

/** What is not even HTTP, or has too many headers, never reaches a route. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const [status, reason, code] = tooLarge
    ? ([431, 'Request Header Fields Too Large', 'HTTP.HEADERS_TOO_LARGE'] as const)
    : ([400, 'Bad Request', 'HTTP.MALFORMED'] as const);
  const body = JSON.stringify({ type: `urn:doorstep:problem:${code.toLowerCase()}`, title: reason, status, code });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
