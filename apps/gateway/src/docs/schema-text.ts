import type { Schema } from './document-shapes.js';

const MAX_DEPTH = 20;

/** A schema as people write it: `{ id: uuid, lines: [{ dishId: uuid, quantity: integer }], tillId?: string }`. */
export function schemaText(schema: Schema | undefined, known: Readonly<Record<string, Schema>> = {}): string {
  return text(schema, known, { indent: 0, depth: 0 });
}

interface Place {
  readonly indent: number;
  /** Guards against schemas that contain themselves. */
  readonly depth: number;
}

function text(schema: Schema | undefined, known: Readonly<Record<string, Schema>>, place: Place): string {
  if (!schema) return 'nothing';
  if (place.depth > MAX_DEPTH) return '…';
  const inner = (part: Schema | undefined, deeper = 0): string =>
    text(part, known, { indent: place.indent + deeper, depth: place.depth + 1 });
  if (schema.$ref !== undefined) return inner(known[schema.$ref.split('/').at(-1) ?? '']);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => inner(choice)).join(' | ');
  if (schema.items) return `[${inner(schema.items)}]`;
  if (schema.properties) return objectText(schema, (member) => inner(member, 1), place.indent);
  if (schema.allOf && schema.type === undefined) return schema.allOf.map((part) => inner(part)).join(' & ');
  return schema.format ?? [schema.type ?? 'anything'].flat().join(' | ');
}

function objectText(schema: Schema, member: (inner: Schema) => string, indent: number): string {
  const space = '  '.repeat(indent);
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, inner]) => `${space}  ${name}${schema.required?.includes(name) === true ? '' : '?'}: ${member(inner)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${space}}`;
}
