import { redecide, type Change, type PastClaim } from '@doorstep/policy';
import type { PersonBook } from './person-book.js';
import type { World } from './world.js';

/** Decides the person's meals again with what is known now, and puts the result in the books. */
export function correctMeals(world: World, book: PersonBook): readonly Change[] {
  if (book.meals.length === 0) return [];
  const fixed: readonly PastClaim[] = book.fixedClaims();
  const redecision = redecide({
    packs: world.packs,
    facts: book.facts,
    calendar: world.scenario.calendar,
    settingsOn: world.settingsOn,
    claims: book.meals,
    fixed,
    lots: book.lots,
    budgets: world.budgets,
    budgetKeyOf: (request) => world.budgetKey(request.site, request.serviceDate),
    today: world.clock,
  });
  book.meals = [...redecision.standing];
  book.lots = [...redecision.lots];
  world.budgets = redecision.budgets;
  world.lapsedFen += redecision.lapsedFen;
  return redecision.changes;
}
