import { isPermission, routeAccessOf } from '@doorstep/auth';
import type { Type } from '@nestjs/common';
import { METHOD_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { MetadataScanner } from '@nestjs/core';
import type { z } from 'zod';

/** A route that would be open, or would take unchecked input. The service does not start. */
export class UnsafeRoutesError extends Error {
  override readonly name = 'UnsafeRoutesError';

  constructor(readonly faults: readonly string[]) {
    super(`routes are not safe:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

interface RouteArgument {
  readonly index: number;
  readonly schema?: z.ZodType;
}

const CHECKED: ReadonlySet<number> = new Set([
  RouteParamtypes.BODY,
  RouteParamtypes.QUERY,
  RouteParamtypes.PARAM,
  RouteParamtypes.HEADERS,
]);
/** Inputs whose members are all ours; headers always carry more. */
const CLOSED: ReadonlySet<number> = new Set([RouteParamtypes.BODY, RouteParamtypes.QUERY]);
const HARMLESS: ReadonlySet<number> = new Set([RouteParamtypes.RESPONSE]);
const scanner = new MetadataScanner();

/** Every route declares a permission and a schema for each of its inputs. Throws UnsafeRoutesError with all faults. */
export function checkRoutes(controllers: readonly Type[]): void {
  const faults = controllers.flatMap((controller) =>
    scanner.getAllMethodNames(controller.prototype as object).flatMap((method) => faultsOf(controller, method)),
  );
  if (faults.length > 0) throw new UnsafeRoutesError(faults);
}

function faultsOf(controller: Type, method: string): string[] {
  const handler = (controller.prototype as Record<string, object>)[method];
  if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
  const place = `${controller.name}.${method}`;
  const access = routeAccessOf(handler, controller);
  const faults: string[] = [];
  if (!access) faults.push(`${place} declares no permission`);
  else if (!access.public && !isPermission(access.permission))
    faults.push(`${place} needs the unknown permission ${String(access.permission)}`);
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    RouteArgument
  >;
  for (const [key, argument] of Object.entries(parameters)) {
    const fault = argumentFault(key, argument);
    if (fault !== undefined) faults.push(`${place}: parameter ${argument.index + 1} ${fault}`);
  }
  return faults;
}

function argumentFault(key: string, argument: RouteArgument): string | undefined {
  const kind = Number(key.split(':')[0]);
  if (Number.isNaN(kind) || HARMLESS.has(kind)) return undefined; // decorators of this library check what they read
  if (!CHECKED.has(kind)) return 'reads the request without a schema';
  if (!argument.schema) return 'has no schema';
  if (CLOSED.has(kind) && isOpenObject(argument.schema))
    return 'has a schema that ignores unknown members; use z.strictObject';
  return undefined;
}

/** Extra members of a command are refused, not dropped in silence. */
function isOpenObject(schema: z.ZodType): boolean {
  const definition = schema._zod.def as { type: string; catchall?: z.ZodType };
  return definition.type === 'object' && definition.catchall?._zod.def.type !== 'never';
}
