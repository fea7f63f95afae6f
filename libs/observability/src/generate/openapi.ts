import { routeAccessOf } from '@doorstep/auth';
import { ALSO_AS, applyApiNotes, jsonSchemaOf, Problem } from '@doorstep/contracts';
import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject, StandardSchemaConverter } from '@nestjs/swagger';
import type { z } from 'zod';
import type { ServiceDefinition } from '../service-definition.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const PROBLEMS = {
  400: 'The request cannot be read.',
  401: 'There is no valid token.',
  403: 'No role of the caller may do this.',
  404: 'It does not exist, or the caller may not know of it.',
  409: 'It is not possible in the present state.',
  422: 'The request does not fit its schema or a rule.',
  503: 'Try again after `Retry-After` seconds.',
} as const;

type ResponseObject = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['responses']>[string],
  { $ref: string }
>;

interface Operation {
  operationId?: string;
  description?: string;
  responses: Record<string, unknown>;
  security?: unknown[];
  [ALSO_AS]?: readonly string[];
}

/** OpenAPI 3.1 of a service, from its controllers and the zod schemas in their decorators. */
export async function openApiOf(app: INestApplication, definition: ServiceDefinition): Promise<OpenAPIObject> {
  const generator = await import('@nestjs/swagger');
  const { DocumentBuilder, SwaggerModule } = generator;
  applyApiNotes(generator);
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(definition.title)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(`/${definition.name}`, 'through the gateway')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'at+jwt' }, 'bearer')
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory,
    standardSchemaConverter: convert,
    autoTagControllers: true,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...problemSchema() },
  };
  document.components.schemas = sorted(document.components.schemas ?? {});
  document.components.responses = problemResponses();
  const permissions = permissionsOf(app);
  for (const path of Object.values(document.paths))
    for (const method of METHODS) {
      const operation = path[method] as Operation | undefined;
      if (operation) complete(operation, permissions);
    }
  document.paths = sorted(document.paths);
  return document;
}

function complete(operation: Operation, permissions: ReadonlyMap<string, string>): void {
  const permission = permissions.get(operation.operationId ?? '');
  if (permission !== undefined)
    operation.description = [operation.description, `Permission: \`${permission}\`.`].filter(Boolean).join('\n\n');
  addFiles(operation);
  for (const status of Object.keys(PROBLEMS)) {
    operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
  }
}

/** The same answer as files for spreadsheets. */
function addFiles(operation: Operation): void {
  const answer = operation.responses['200'] as { content?: Record<string, unknown> } | undefined;
  for (const mediaType of operation[ALSO_AS] ?? []) {
    const schema = { type: 'string', ...(!mediaType.startsWith('text/') && { format: 'binary' }) };
    if (answer) answer.content = { ...answer.content, [mediaType]: { schema } };
  }
  delete operation[ALSO_AS];
}

function problemResponses(): Record<string, ResponseObject> {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const entries = Object.entries(PROBLEMS).map(([status, description]) => [
    `Problem${status}`,
    { description, content },
  ]);
  return Object.fromEntries(entries) as Record<string, ResponseObject>;
}

const operationIdFactory = (controller: string, method: string): string => {
  const subject = controller.replace(/Controller$/, '');
  return `${subject.charAt(0).toLowerCase()}${subject.slice(1)}_${method}`;
};

const convert: StandardSchemaConverter = (schema, { schemaType }) => {
  if (typeof schema !== 'object' || schema === null || !('_zod' in schema)) return undefined;
  const { $defs, $schema: _dialect, ...rest } = jsonSchemaOf(schema as z.ZodType, { io: schemaType });
  return { schema: rest, components: ($defs ?? {}) as Record<string, unknown> };
};

/** Problem has an id of its own, so its schema comes as a definition. */
function problemSchema(): Record<string, never> {
  return jsonSchemaOf(Problem, { io: 'output' })['$defs'] as Record<string, never>;
}

function permissionsOf(app: INestApplication): Map<string, string> {
  const permissions = new Map<string, string>();
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) {
      const controller = metatype as Type;
      const prototype = controller.prototype as Record<string, unknown>;
      for (const method of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[method];
        const access = typeof handler === 'function' ? routeAccessOf(handler, controller) : undefined;
        if (access?.public === false) permissions.set(operationIdFactory(controller.name, method), access.permission);
      }
    }
  return permissions;
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
