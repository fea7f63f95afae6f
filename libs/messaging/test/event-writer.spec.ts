import { expect, it } from '@jest/globals';
import { allEvents, ClaimHeldV1, EntitlementUpdatedV1, type EventDefinition } from '@doorstep/contracts';
import { canonicalJson, uuidv7, type JsonValue } from '@doorstep/kernel';
import fc from 'fast-check';
import { writerOf } from '../src/outbox/event-writer.js';
import { JUNK, spoilt } from './support/spoilt.js';

/** What is written must be what the schema and the canonical writer say of the same value; nothing is always right, and slow. */
function expectAgreement(schema: EventDefinition['data'], value: unknown): string | undefined {
  const written = writerOf(schema)(value);
  if (written === undefined) return undefined;
  expect({ value, fits: schema.safeParse(value).success }).toEqual({ value, fits: true });
  expect(written).toBe(canonicalJson(value as JsonValue));
  return written;
}

const step = { source: '沈民发〔2020〕1号 “e\u0301”', note: 'a\n"b"', fen: -0, code: 'PRICE' };
const HELD = {
  ...{ personId: uuidv7(), claimId: uuidv7(), origin: { kind: 'meal_order', id: uuidv7() }, siteId: 'puya' },
  ...{ serviceDate: '2026-02-28', mealPeriod: 'lunch', decidedAt: '2026-02-28T03:30:00.000Z', correctsClaimId: null },
  decision: {
    ...{ outcome: 'approve', reason: 'OK', packId: null, ruleVersion: '1', grossFen: 1000, discountFen: 0, flags: [] },
    ...{ subsidyFen: 300, deliveryFen: 0, operatorFen: 0, selfPayFen: 700 },
    shares: [{ funder: 'city', fen: 300 }],
    steps: [step, { code: 'SUM', fen: undefined }],
  },
  basis: {
    packHash: 'x',
    factIds: [uuidv7(), uuidv7()],
    decisionNumber: 3,
    budgetVersion: null,
    siteVersion: undefined,
  },
};
const ENTITLED = {
  ...{
    personId: uuidv7(),
    version: 1,
    asOf: '2026-02-28T03:30:00+08:00',
    vouchers: [{ month: '2026-02', leftFen: 0 }],
  },
  claims: [
    { kind: 'meal', claimId: uuidv7(), serviceDate: '2024-02-29', mealPeriod: null, siteId: 'a', subsidyFen: 1 },
  ],
  lots: [{ month: '2026-02', leftFen: 5, expiresOn: '2026-03-31', usableFrom: null }],
};

it('writes the events of every decision without asking anybody', () => {
  expect(expectAgreement(ClaimHeldV1.data, HELD)).toContain('"decisionNumber":3');
  expect(expectAgreement(EntitlementUpdatedV1.data, ENTITLED)).toContain('"version":1');
});

it('never writes what the schema refuses, nor anything in another way', () => {
  fc.assert(
    fc.property(fc.constantFrom([ClaimHeldV1, HELD], [EntitlementUpdatedV1, ENTITLED]), fc.gen(), (chosen, gen) => {
      const [definition, value] = chosen as [EventDefinition, object];
      expectAgreement(
        definition.data,
        spoilt(value, () => gen(fc.nat, { max: 10_000 })),
      );
    }),
    { numRuns: 2_000 },
  );
});

it('leaves a lone surrogate to those who say why', () => {
  const note = 'half a character \ud800';
  const decision = { ...HELD.decision, steps: [{ ...step, note }] };
  expect(writerOf(ClaimHeldV1.data)({ ...HELD, decision })).toBeUndefined();
});

it('agrees about every event that there is, whatever it is given', () => {
  for (const { data } of allEvents()) for (const value of [...JUNK, HELD, ENTITLED]) expectAgreement(data, value);
});
