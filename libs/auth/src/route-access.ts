import type { CustomDecorator } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { Permission } from './permissions.js';

const ROUTE_ACCESS = Symbol('doorstep:route-access');

export type RouteAccess = { readonly public: true } | { readonly public: false; readonly permission: Permission };

/** Every route declares one permission; a route that declares nothing stops the service at boot. */
export function RequirePermission(permission: Permission): CustomDecorator<symbol> {
  return SetMetadata<symbol, RouteAccess>(ROUTE_ACCESS, { public: false, permission });
}

/** Open to everybody without a token: health and documentation only. */
export function Public(): CustomDecorator<symbol> {
  return SetMetadata<symbol, RouteAccess>(ROUTE_ACCESS, { public: true });
}

/** What a route handler declares, else what its controller declares. */
export function routeAccessOf(handler: object, controller: object): RouteAccess | undefined {
  return (Reflect.getMetadata(ROUTE_ACCESS, handler) ?? Reflect.getMetadata(ROUTE_ACCESS, controller)) as
    RouteAccess | undefined;
}
