import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { MalformedRequestError } from './errors.js';
import type { ServiceRequest } from './request-context.js';
import { correlationIdFrom, traceparentFrom } from './request-context.js';

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Correlation, safe headers, one access line and one measurement for every request. */
export function registerRequestHooks(fastify: FastifyInstance, logger: Logger, metrics: Metrics): void {
  fastify.decorateRequest('correlationId', '');
  fastify.decorateRequest('traceparent', '');
  fastify.decorateRequest('actor', undefined);

  fastify.addHook('onRequest', (request, reply, done) => {
    prepare(request as ServiceRequest, reply);
    done(
      /%00/.test(request.url)
        ? new MalformedRequestError('the address holds a character that is not allowed')
        : undefined,
    );
  });

  fastify.addHook('onResponse', (request, reply, done) => {
    const own = request as ServiceRequest;
    const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
    const seconds = reply.elapsedTime / 1000;
    metrics.httpDuration.labels(request.method, route, String(reply.statusCode)).observe(seconds);
    if (!route.startsWith('/health')) {
      const level = reply.statusCode >= 500 ? 'error' : reply.statusCode >= 400 ? 'info' : 'debug';
      logger[level](
        {
          correlationId: own.correlationId,
          traceId: own.traceparent.slice(3, 35),
          actor: own.actor && `${own.actor.kind}:${own.actor.subject}`,
          method: request.method,
          route,
          status: reply.statusCode,
          milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        },
        'request',
      );
    }
    done();
  });
}

/** Gives the request its correlation and trace, and the answer its safe headers. */
export function prepare(request: ServiceRequest, reply: FastifyReply): void {
  request.correlationId = correlationIdFrom(request.headers['x-correlation-id']);
  request.traceparent = traceparentFrom(request.headers['traceparent']);
  reply.headers(SECURITY_HEADERS).header('x-correlation-id', request.correlationId);
}
