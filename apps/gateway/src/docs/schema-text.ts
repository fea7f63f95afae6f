import type { Schema } from './document-shapes.js';

const MAX_DEPTH = 6;

/** A schema as people write it: `{ id: uuid, lines: [{ dishId: uuid, quantity: integer }], tillId?: string }`. */
export function schemaText(
  schema: Schema | undefined,
  known: Readonly<Record<string, Schema>> = {},
  depth = 0,
): string {
  if (!schema) return 'nothing';
  if (depth > MAX_DEPTH) return '…';
  const text = (inner: Schema | undefined): string => schemaText(inner, known, depth + 1);
  if (schema.$ref !== undefined) return text(known[schema.$ref.split('/').at(-1) ?? '']);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(text).join(' | ');
  if (schema.allOf) return schema.allOf.map(text).join(' & ');
  if (schema.items) return `[${text(schema.items)}]`;
  if (schema.properties) return objectText(schema, text, depth);
  return schema.format ?? [schema.type ?? 'anything'].flat().join(' | ');
}

function objectText(schema: Schema, text: (inner: Schema) => string, depth: number): string {
  const indent = '  '.repeat(depth + 1);
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, member]) => `${indent}${name}${schema.required?.includes(name) ? '' : '?'}: ${text(member)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${'  '.repeat(depth)}}`;
}
