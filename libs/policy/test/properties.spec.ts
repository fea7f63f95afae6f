import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, canonicalJson, type JsonValue } from '@doorstep/kernel';
import type { DecideInput, Decision, MealRequest, PastClaim, WalletLot } from '../src/index.js';
import { dayNumber, weekday } from '../src/engine/dates.js';
import { CITIES, day, decided, inputFor, type City } from './inputs.mother.js';

const CITY_NAMES = Object.keys(CITIES) as City[];
const START = day('2026-03-01');

const category = fc.constantFrom('tekun', 'dibao', 'low_income', 'entitled', 'disabled', 'alone', 'severe_care');
const elder = fc.record({
  bornOn: fc.integer({ min: 0, max: 16_000 }).map((days) => addDays(day('1922-01-01'), days)),
  categories: fc.array(
    category.map((code) => ({ code, from: day('2020-01-01') })),
    { maxLength: 3 },
  ),
  abilityLevel: fc.integer({ min: 0, max: 4 }).map((level) => [{ level, from: day('2025-01-01') }]),
});
const request = fc.record({
  serviceDate: fc.integer({ min: 0, max: 45 }).map((days) => addDays(START, days)),
  mealPeriod: fc.constantFrom('breakfast', 'lunch', 'dinner' as const),
  priceFen: fc.integer({ min: 0, max: 4000 }),
  menu: fc.constantFrom('set', 'alacarte' as const),
  channel: fc.constantFrom('dine_in', 'takeaway', 'delivery' as const),
  deliveryFeeFen: fc.integer({ min: 0, max: 500 }),
}) as fc.Arbitrary<Partial<MealRequest>>;
const city = fc.constantFrom(...CITY_NAMES);
const schedule = fc.constantFrom('minfeng', 'puya', 'chenxing');

function inputOf(name: City, facts: object, meal: Partial<MealRequest>, kind: string): DecideInput {
  const base = inputFor(name);
  const site = { ...CITIES[name], schedule: kind };
  return {
    ...base,
    facts: { ...base.facts, ...facts },
    request: { ...(base.request as MealRequest), ...meal, site } as MealRequest,
  };
}

function asClaim(meal: MealRequest, { subsidyFen }: Decision): PastClaim {
  const { serviceDate, mealPeriod, site } = meal;
  return { kind: 'meal', serviceDate, mealPeriod, siteCode: site.code, subsidyFen };
}

describe('every decision about a meal', () => {
  it('adds up, to the fen, and is never negative', () => {
    fc.assert(
      fc.property(city, elder, request, schedule, (name, facts, meal, kind) => {
        const input = inputOf(name, facts, meal, kind);
        const { grossFen, discountFen, subsidyFen, deliveryFen, operatorFen, selfPayFen, shares, outcome } =
          decided(input);
        const { priceFen, deliveryFeeFen } = input.request as MealRequest;
        expect(grossFen).toBe(priceFen + deliveryFeeFen);
        expect(subsidyFen + discountFen + deliveryFen + selfPayFen).toBe(grossFen);
        expect(shares.reduce((sum, share) => sum + share.fen, 0)).toBe(subsidyFen);
        for (const fen of [
          discountFen,
          subsidyFen,
          deliveryFen,
          operatorFen,
          selfPayFen,
          ...shares.map((s) => s.fen),
        ]) {
          expect(fen).toBeGreaterThanOrEqual(0);
          expect(Number.isInteger(fen)).toBe(true);
        }
        if (outcome === 'deny') expect([subsidyFen, deliveryFen, operatorFen]).toEqual([0, 0, 0]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same bytes for the same input', () => {
    fc.assert(
      fc.property(city, elder, request, schedule, (name, facts, meal, kind) => {
        const bytes = (): string => canonicalJson(decided(inputOf(name, facts, meal, kind)) as unknown as JsonValue);
        expect(bytes()).toBe(bytes());
      }),
      { numRuns: 200 },
    );
  });

  it('does not change with facts that have nothing to do with it', () => {
    const unrelated = {
      categories: [{ code: 'dibao', from: day('1999-01-01'), to: day('2001-01-01') }],
      stays: [{ kind: 'hospital' as const, from: day('2020-01-01'), to: day('2020-02-01') }],
      applications: [{ for: 'something_else', appliedOn: day('2026-01-01') }],
    };
    fc.assert(
      fc.property(city, elder, request, schedule, (name, facts, meal, kind) => {
        const input = inputOf(name, facts, meal, kind);
        const more = { ...input.facts, ...unrelated, categories: [...input.facts.categories, ...unrelated.categories] };
        expect(decided({ ...input, facts: more })).toEqual(decided(input));
      }),
      { numRuns: 300 },
    );
  });
});

describe('any sequence of meals of one person', () => {
  /** Decides one after the other, each seeing the ones before; lots and month caps are carried along. */
  function sequence(
    name: City,
    facts: object,
    meals: readonly Partial<MealRequest>[],
    kind: string,
  ): [MealRequest, Decision][] {
    const claims: PastClaim[] = [];
    let lots: readonly WalletLot[] = inputFor(name).history.lots;
    return meals.map((meal) => {
      const input = inputOf(name, facts, meal, kind);
      const decision = decided({ ...input, history: { ...input.history, claims, lots } });
      if (decision.outcome !== 'deny') claims.push(asClaim(input.request as MealRequest, decision));
      const drawn = decision.lotDraws.reduce((sum, draw) => sum + draw.fen, 0);
      lots = lots.map((lot) => ({ ...lot, leftFen: lot.leftFen - drawn }));
      expect(lots.every((lot) => lot.leftFen >= 0)).toBe(true);
      return [input.request as MealRequest, decision];
    });
  }

  function mostIn(
    entries: [MealRequest, Decision][],
    key: (meal: MealRequest) => string,
    of: (d: Decision) => number,
  ): number {
    const sums = new Map<string, number>();
    for (const [meal, decision] of entries) sums.set(key(meal), (sums.get(key(meal)) ?? 0) + of(decision));
    return Math.max(0, ...sums.values());
  }

  it('never exceeds the caps, in any order of arrival', () => {
    const one = (decision: Decision): number => (decision.subsidyFen > 0 ? 1 : 0);
    fc.assert(
      fc.property(city, elder, fc.array(request, { maxLength: 60 }), schedule, (name, facts, meals, kind) => {
        const entries = sequence(name, facts, meals, kind);
        const daily =
          { 'cn-guangzhou-zengcheng': 2, 'cn-taiyuan-card': 2, 'cn-shenyang-shenbei': 3 }[name as string] ?? 1;
        expect(mostIn(entries, (meal) => meal.serviceDate, one)).toBeLessThanOrEqual(daily);
        expect(mostIn(entries, (meal) => `${meal.serviceDate}${meal.mealPeriod}`, one)).toBeLessThanOrEqual(1);
        const month = (meal: MealRequest): string => meal.serviceDate.slice(0, 7);
        if (name === 'cn-shenyang-shenbei')
          expect(mostIn(entries, month, (d) => d.subsidyFen)).toBeLessThanOrEqual(9000);
        if (name === 'cn-taiyuan-card') expect(mostIn(entries, month, one)).toBeLessThanOrEqual(22);
        if (name === 'cn-tianjin') expect(mostIn(entries, (meal) => weekOf(meal), one)).toBeLessThanOrEqual(5);
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order of meals that have nothing to do with each other', () => {
    fc.assert(
      fc.property(city, elder, request, request, schedule, (name, facts, first, second, kind) => {
        const [a, b] = [
          { ...first, serviceDate: day('2026-03-11') },
          { ...second, serviceDate: day('2026-05-12') },
        ];
        const byDate = (meals: Partial<MealRequest>[]): Map<string, Decision> =>
          new Map(sequence(name, facts, meals, kind).map(([meal, decision]) => [meal.serviceDate, decision]));
        const [forth, back] = [byDate([a, b]), byDate([b, a])];
        expect(forth.get('2026-03-11')?.subsidyFen).toBe(back.get('2026-03-11')?.subsidyFen);
        expect(forth.get('2026-05-12')?.subsidyFen).toBe(back.get('2026-05-12')?.subsidyFen);
      }),
      { numRuns: 200 },
    );
  });
});

function weekOf({ serviceDate }: MealRequest): string {
  const number = dayNumber(serviceDate);
  return String(number + 1 - weekday(number));
}
