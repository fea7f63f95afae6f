import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/**
 * zod as JSON Schema. What JSON Schema cannot say (transforms, custom checks) is left open rather than refused: the schema
 * documents, zod decides.
 */
export function jsonSchemaOf(
  schema: z.ZodType,
  io: 'input' | 'output' = 'input',
  target: 'draft-2020-12' | 'draft-7' = 'draft-2020-12',
): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target, unrepresentable: 'any' }) as JsonSchema;
  return withoutSafeIntegerBounds(rest) as JsonSchema;
}

/** zod writes the range of a double's integers on every z.int(); that is the language's limit and no rule of ours. */
function withoutSafeIntegerBounds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSafeIntegerBounds);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, bound]) =>
      !(key === 'maximum' && bound === Number.MAX_SAFE_INTEGER) &&
      !(key === 'minimum' && bound === Number.MIN_SAFE_INTEGER),
  );
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutSafeIntegerBounds(member)]));
}
