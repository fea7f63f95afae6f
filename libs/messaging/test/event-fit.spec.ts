import { expect, it } from '@jest/globals';
import { allEvents, MealOrderPlacedV1, MealOrderServedV1, type EventDefinition } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import fc from 'fast-check';
import { fitOf } from '../src/events/event-fit.js';
import { JUNK, spoilt } from './support/spoilt.js';

const PLACED = {
  ...{ orderId: uuidv7(), personId: uuidv7(), siteId: 'puya', serviceDate: '2026-02-28', mealPeriod: 'lunch' },
  ...{ channel: 'dine_in', menu: 'set', grossFen: 1000, claimPriceFen: 1000, deliveryFeeFen: 0 },
  lines: [{ dishId: uuidv7(), quantity: 1, unitPriceFen: 1000, standardSet: true }],
  quote: {
    ...{ discountFen: 0, subsidyFen: 300, selfPayFen: 700, outcome: 'approve', reason: 'OK', packId: null },
    ...{ ruleVersion: '1', shares: [{ funder: 'city', fen: 300 }] },
  },
  ...{ takenAt: '2026-02-28T03:30:00.000Z', tillId: null, takenBy: 'operator', flags: ['x'] },
};

/** What fits is taken by zod and comes back the same; what does not fit is left to zod. */
function expectAgreement(schema: EventDefinition['data'], value: unknown): boolean {
  const fits = fitOf(schema)(value);
  if (fits) expect({ value, ...schema.safeParse(value) }).toEqual({ value, success: true, data: value });
  return fits;
}

it('knows the events of an order without asking zod', () => {
  expect(expectAgreement(MealOrderPlacedV1.data, PLACED)).toBe(true);
  expect(expectAgreement(MealOrderPlacedV1.data, { ...PLACED, personId: null })).toBe(true);
});

it.each([
  { lines: [] },
  { lines: [{ ...PLACED.lines[0], quantity: 51 }] },
  { serviceDate: '2026-02-30' },
  { personId: PLACED.personId.toUpperCase() },
  { grossFen: 1.5 },
  { grossFen: '1000' },
  { takenBy: 'nobody' },
  { stranger: 1 },
  { quote: { ...PLACED.quote, stranger: 1 } },
  { flags: undefined },
])('leaves %j to zod', (change) => {
  expect(fitOf(MealOrderPlacedV1.data)({ ...PLACED, ...change })).toBe(false);
});

it('never takes what the schema refuses or would change', () => {
  fc.assert(
    fc.property(fc.constantFrom(MealOrderPlacedV1, MealOrderServedV1), fc.gen(), ({ data }, gen) => {
      expectAgreement(
        data,
        spoilt(PLACED, () => gen(fc.nat, { max: 10_000 })),
      );
    }),
    { numRuns: 2_000 },
  );
});

it('agrees about every event that there is, whatever it is given', () => {
  for (const { data } of allEvents()) for (const value of [...JUNK, PLACED]) expectAgreement(data, value);
});
