import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '@doorstep/kernel';
import {
  BudgetPools,
  asPastClaim,
  decide,
  postingsOf,
  redecide,
  type BudgetView,
  type Change,
  type MealRequest,
  type PersonFacts,
  type Redecision,
  type StandingClaim,
  type WalletLot,
} from '../src/index.js';
import { CITIES, day, decided, elderAt, inputFor, lunch, type City } from './inputs.mother.js';

const START = day('2026-03-02');
const POOL = 'pool';

interface Books {
  readonly claims: readonly StandingClaim[];
  readonly lots: readonly WalletLot[];
  readonly budgets: ReadonlyMap<string, BudgetView>;
}

/** Meals decided one after the other with what was known then. */
function booksOf(city: City, facts: PersonFacts, meals: readonly Partial<MealRequest>[], budgetFen: number): Books {
  const base = inputFor(city, { facts });
  const pools = new BudgetPools(new Map([[POOL, { availableFen: budgetFen, reservedFen: 0 }]]));
  let lots: readonly WalletLot[] = base.history.lots;
  const claims: StandingClaim[] = [];
  for (const meal of meals) {
    const request = lunch(CITIES[city], meal);
    const budget = pools.view(POOL);
    const past = claims.flatMap((claim) => asPastClaim(claim) ?? []);
    const decision = decided({
      ...base,
      request,
      history: { claims: past, lots, vouchers: [], ...(budget && { budget }) },
    });
    pools.take(POOL, decision);
    const drawn = decision.lotDraws.reduce((sum, draw) => sum + draw.fen, 0);
    lots = lots.map((lot) => ({ ...lot, leftFen: lot.leftFen - drawn }));
    claims.push({ request, decision, budgetKey: POOL });
  }
  return { claims, lots, budgets: pools.views };
}

function correct(city: City, facts: PersonFacts, books: Books): Redecision {
  const { packs, calendar } = inputFor(city);
  return redecide({
    fixed: [],
    vouchers: [],
    budgetKeyOf: () => POOL,
    today: day('2026-04-20'),
    decide: ({ request }, _, history) => decide({ packs, facts, calendar, history, request }),
    ...books,
  });
}

const changesOf = ({ results }: Redecision): Change[] =>
  results.flatMap(({ claim, after, changed }) =>
    changed ? [{ request: claim.request, before: claim.decision, after }] : [],
  );

const standingOf = ({ results }: Redecision): StandingClaim[] =>
  results.map(({ claim, after }) => ({ ...claim, decision: after }));

const city = fc.constantFrom(...(Object.keys(CITIES) as City[]));
const meals = fc.array(
  fc.record({
    serviceDate: fc.integer({ min: 0, max: 20 }).map((days) => addDays(START, days)),
    mealPeriod: fc.constantFrom('lunch', 'dinner' as const),
    priceFen: fc.integer({ min: 800, max: 2500 }),
  }),
  { maxLength: 25 },
);
const stays = fc.array(
  fc.tuple(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 0, max: 9 })).map(([from, length]) => ({
    kind: 'hospital' as const,
    from: addDays(START, from),
    to: addDays(START, from + length),
  })),
  { maxLength: 2 },
);

describe('deciding a person’s meals again', () => {
  it('gives what would have been decided had the fact been known, and moves exactly the difference', () => {
    fc.assert(
      fc.property(city, meals, stays, fc.integer({ min: 0, max: 9000 }), (name, list, late, budgetFen) => {
        const known = elderAt(CITIES[name]);
        const learnt = { ...known, stays: late };
        const before = booksOf(name, known, list, budgetFen);
        const ideal = booksOf(name, learnt, list, budgetFen);
        const after = correct(name, learnt, before);
        expect(after.results.map((result) => result.after.subsidyFen)).toEqual(
          ideal.claims.map(({ decision }) => decision.subsidyFen),
        );
        expect(after.budgets.get(POOL)).toEqual(ideal.budgets.get(POOL));
        expect(after.lots.map((lot) => lot.leftFen)).toEqual(ideal.lots.map((lot) => lot.leftFen));
        const moved = postingsOf(changesOf(after)).reduce((sum, posting) => sum + posting.subsidyFen, 0);
        const sum = (books: Pick<Books, 'claims'>): number =>
          books.claims.reduce((total, { decision }) => total + decision.subsidyFen, 0);
        expect(moved).toBe(sum(ideal) - sum(before));
      }),
      { numRuns: 200 },
    );
  });

  it('done twice changes nothing, and taking the fact back restores everything', () => {
    fc.assert(
      fc.property(city, meals, stays, (name, list, late) => {
        const known = elderAt(CITIES[name]);
        const learnt = { ...known, stays: late };
        const books = booksOf(name, known, list, 100_000);
        const once = correct(name, learnt, books);
        const again = { claims: standingOf(once), lots: once.lots, budgets: once.budgets };
        expect(changesOf(correct(name, learnt, again))).toEqual([]);
        const back = correct(name, known, again);
        expect(back.results.map((result) => result.after.subsidyFen)).toEqual(
          books.claims.map((claim) => claim.decision.subsidyFen),
        );
        expect(back.budgets).toEqual(books.budgets);
      }),
      { numRuns: 100 },
    );
  });
});
