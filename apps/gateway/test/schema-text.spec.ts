import { expect, test } from '@jest/globals';
import type { Schema } from '../src/docs/document-shapes.js';
import { schemaText } from '../src/docs/schema-text.js';

const Line: Schema = {
  type: 'object',
  properties: { dishId: { type: 'string', format: 'uuid' }, quantity: { type: 'integer' } },
  required: ['dishId', 'quantity'],
};

test.each<[Schema, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ enum: ['cash', 'card'] }, '"cash" | "card"'],
  [{ const: 1 }, '1'],
  [{ anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] }, 'date | null'],
  [{ type: 'object', properties: {} }, '{}'],
  [{}, 'anything'],
])('%j reads %s', (schema, text) => {
  expect(schemaText(schema)).toBe(text);
});

test('objects in lists and references are written out', () => {
  const order: Schema = {
    properties: { lines: { items: { $ref: '#/components/schemas/Line' } }, tillId: { type: 'string' } },
    required: ['lines'],
  };
  expect(schemaText(order, { Line })).toBe(
    '{\n  lines: [{\n    dishId: uuid,\n    quantity: integer\n  }],\n  tillId?: string\n}',
  );
});

test('a schema that contains itself ends', () => {
  const tree: Schema = { properties: { child: { $ref: '#/components/schemas/Tree' } } };
  expect(schemaText(tree, { Tree: tree })).toContain('…');
});
