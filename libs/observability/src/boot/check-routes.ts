import { isPermission, isRequestPart, routeAccessOf } from '@doorstep/auth';
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
  /** Of a decorator that is none of the framework's. */
  readonly factory?: unknown;
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
const READS_PAST = 'reads the request without a schema';
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
  if (HARMLESS.has(kind)) return undefined;
  if (Number.isNaN(kind)) return isRequestPart(argument.factory) ? undefined : READS_PAST;
  if (!CHECKED.has(kind)) return READS_PAST;
  if (!argument.schema) return 'has no schema';
  if (CLOSED.has(kind) && isOpen(argument.schema))
    return 'has a schema that ignores unknown members; use z.strictObject';
  return undefined;
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly items?: readonly z.ZodType[];
  readonly getter?: () => z.ZodType;
}

/** Where a definition keeps the one schema that it wraps. */
const WRAPPED = ['innerType', 'element', 'in', 'out', 'left', 'right', 'valueType', 'rest'] as const;

/** Extra members of a command are refused, not dropped in silence, at any depth. */
function isOpen(schema: z.ZodType, seen = new Set<z.ZodType>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  const definition = schema._zod.def as unknown as Definition & Partial<Record<(typeof WRAPPED)[number], z.ZodType>>;
  if (definition.type === 'object' && definition.catchall?._zod.def.type !== 'never') return true;
  const parts = [
    ...Object.values(definition.shape ?? {}),
    ...(definition.options ?? []),
    ...(definition.items ?? []),
    ...WRAPPED.map((member) => definition[member]),
    definition.getter?.(),
  ];
  return parts.some((part) => part !== undefined && part !== null && isOpen(part, seen));
}
