import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { incompatibilities } from './schema-evolution.js';

const base = {
  claimId: z.string(),
  fen: z.int().min(0),
  reason: z.enum(['A', 'B']).optional(),
  shares: z.array(z.object({ funder: z.string() })),
};
const compare = (changed: z.ZodRawShape): string[] =>
  incompatibilities(z.toJSONSchema(z.looseObject(base)), z.toJSONSchema(z.looseObject(changed)));

test.each([
  ['nothing', base],
  ['an optional member', { ...base, note: z.string().optional() }],
  [
    'an optional member of a list item',
    { ...base, shares: z.array(z.looseObject({ funder: z.string(), note: z.string().optional() })) },
  ],
  ['a description', { ...base, claimId: z.string().describe('the claim') }],
])('%s may be added', (_what, changed) => {
  const [was, is] = [base, changed].map((shape) => z.toJSONSchema(z.looseObject(shape), { io: 'input' }));
  expect(incompatibilities(was, is).filter((fault) => !fault.includes('additionalProperties'))).toEqual([]);
});

test.each([
  ['a required member', { ...base, note: z.string() }, '/note became required'],
  ['a member that is gone', { ...base, reason: undefined }, '/reason was removed'],
  ['a member that may be missing', { ...base, fen: base.fen.optional() }, '/fen became optional'],
  ['another type', { ...base, claimId: z.int() }, '/claimId/type was changed'],
  ['a new limit', { ...base, fen: z.int().min(1) }, '/fen/minimum was changed'],
  ['one more choice', { ...base, reason: z.enum(['A', 'B', 'C']).optional() }, '/reason/enum was changed'],
  [
    'another list item',
    { ...base, shares: z.array(z.object({ funder: z.int() })) },
    '/shares/items/funder/type was changed',
  ],
])('%s is a new version', (_what, changed, fault) => {
  const shape = Object.fromEntries(Object.entries(changed).filter(([, schema]) => schema !== undefined));
  expect(compare(shape as z.ZodRawShape)).toContain(fault);
});
