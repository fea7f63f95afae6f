import { expect, it } from '@jest/globals';
import { badBodies } from '../src/bad-bodies.js';
import { DescribedSchemas } from '../src/described-schema.js';

const schemas = new DescribedSchemas({
  components: {
    schemas: {
      Line: {
        type: 'object',
        properties: { quantity: { type: 'integer', minimum: 1, maximum: 50 } },
        required: ['quantity'],
        additionalProperties: false,
      },
      Sale: {
        type: 'object',
        properties: {
          on: { type: 'string', format: 'date' },
          note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
          paid: {
            oneOf: [
              { type: 'object', properties: { means: { const: 'cash' } }, required: ['means'] },
              {
                type: 'object',
                properties: { means: { enum: ['card'] }, reference: { type: 'string' } },
                required: ['means', 'reference'],
              },
            ],
          },
        },
        required: ['on', 'lines'],
        additionalProperties: false,
      },
    },
  },
});
const bad = badBodies(schemas, '/components/schemas/Sale');
const saying = (text: string) => bad.filter(({ what }) => what.startsWith(text)).map(({ body }) => body);

it('leaves out what is required and adds what is not known, at every depth', () => {
  expect(saying('nothing in')).toEqual([{}, { lines: [{}] }, { paid: { means: 'card' } }]);
  expect(saying('a surplus member')).toEqual([{ surplus: 1 }, { lines: [{ surplus: 1 }] }]);
});

it('puts every odd value where there is no room for it, and nowhere else', () => {
  expect(saying('30 February')[0]).toEqual({ on: '2026-02-30', lines: '2026-02-30', paid: '2026-02-30' });
  expect(saying('null')[0]).toEqual({ on: null, lines: null, paid: null });
  expect(saying('0.5')).toContainEqual({ lines: [{ quantity: 0.5 }] });
  expect(saying('7')).not.toContainEqual({ lines: [{ quantity: 7 }] });
  expect(saying('2^53')).toContainEqual({ paid: { means: 'card', reference: 2 ** 53 } });
});

it('says of each which members must be named', () => {
  expect(bad.find(({ what }) => what === 'nothing in /lines/0')?.pointers).toEqual(['/lines/0/quantity']);
});
