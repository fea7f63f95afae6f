import { postingsOf, refundOf } from '@doorstep/policy';
import { takeTopUps } from './clock.js';
import { correctMeals } from './correct-meals.js';
import { replaceFacts } from './open-world.js';
import { leftOf, postingText, type StepResult } from './step-result.js';
import type { FactStep } from './step-schema.js';
import type { World } from './world.js';

/** Something learnt late: the person's meals are decided again, then what a late approval still owes is added to the wallet. */
export function runFact(world: World, step: FactStep): StepResult {
  world.moveTo(step.learnedOn);
  const book = world.book(step.personRef);
  book.facts = replaceFacts(book.ref, book.facts, step.set);
  const changes = correctMeals(world, book);
  const topUps = takeTopUps(book, world.clock, world.due(book));
  const refund = refundOf(changes);
  return {
    postings: postingsOf(changes).map(postingText),
    refund: refund.fen,
    meals: refund.meals,
    weeks: refund.weeks,
    topUps: topUps.map(({ forMonth, fen, expiresOn }) => ({ forMonth, amount: fen, expiresOn })),
    topUpTotal: topUps.reduce((sum, topUp) => sum + topUp.fen, 0),
    flag: changes.find(({ after }) => after.flags.length > 0)?.after.flags[0] ?? null,
    ...leftOf(world, book, world.site(step.siteRef), step.learnedOn),
  };
}
