import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

interface LimitedRoute {
  readonly bodyLimitBytes?: number;
}

/** Lets one route take larger bodies than the rest, for lists that are sent as files. */
export function BodyLimit(bytes: number): MethodDecorator {
  return RouteConfig({ bodyLimitBytes: bytes } satisfies LimitedRoute) as MethodDecorator;
}

/** Nest passes a route's configuration on but not its body limit. Must be called before the first route is registered. */
export function applyBodyLimits(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { bodyLimitBytes } = (route.config ?? {}) as LimitedRoute;
    if (bodyLimitBytes !== undefined) route.bodyLimit = bodyLimitBytes;
  });
}
