import { z } from 'zod';
import type { EventDefinition } from './define-event.js';
import { dataSchemaOf } from './envelope.js';
import { DateField, Id } from './fields.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

interface JsonSchemaOptions {
  readonly io?: 'input' | 'output';
  readonly target?: 'draft-2020-12' | 'draft-7';
}

const PLAIN = new Map<z.core.$ZodType, JsonSchema>([
  [Id, { type: 'string', format: 'uuid', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }],
  [DateField, { type: 'string', format: 'date' }],
]);

/**
 * zod as JSON Schema, in the words that people and other tools know. What JSON Schema cannot say (transforms, custom checks) is
 * left open rather than refused: the schema documents, zod decides.
 */
export function jsonSchemaOf(schema: z.ZodType, options: JsonSchemaOptions = {}): JsonSchema {
  return z.toJSONSchema(schema, {
    io: options.io ?? 'input',
    target: options.target ?? 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      simplify(jsonSchema as Record<string, unknown>, PLAIN.get(zodSchema));
    },
  }) as JsonSchema;
}

/** The data of an event version as JSON Schema 2020-12, as it is exported for other languages and compared with releases. */
export function eventSchemaOf(event: EventDefinition): JsonSchema {
  const { $schema, ...schema } = jsonSchemaOf(event.data);
  return { $schema, $id: dataSchemaOf(event.type), title: event.type, description: event.summary, ...schema };
}

function simplify(schema: Record<string, unknown>, plain: JsonSchema | undefined): void {
  if (plain) {
    for (const keyword of Object.keys(schema)) delete schema[keyword];
    Object.assign(schema, plain);
  }
  // `z.uuidv7().lowercase()` comes out as a format that nobody knows and two patterns.
  const [first] = (schema['allOf'] ?? []) as readonly { readonly pattern?: string }[];
  if (schema['format'] === 'lowercase' && first?.pattern?.includes('a-fA-F') === true) {
    delete schema['allOf'];
    schema['format'] = 'uuid';
    schema['pattern'] = first.pattern.replaceAll('a-fA-F', 'a-f').replaceAll('abAB', 'ab');
  }
  // zod writes the range of a double's integers on every z.int(); that is the language's limit and no rule of ours.
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
}
