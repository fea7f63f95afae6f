import { postingsOf, refundOf } from '@doorstep/policy';
import { changesSince, standingOf } from './changes.js';
import { replaceFacts } from './open-world.js';
import { correctAll } from './play.js';
import { leftOf, postingText, type StepResult } from './step-result.js';
import type { FactStep } from './step-schema.js';
import type { World } from './world.js';

/** Something learnt late: the person's claims are decided again, then what a late approval still brings is added to the wallet. */
export function runFact(world: World, step: FactStep): StepResult {
  world.moveTo(step.learnedOn);
  const file = world.file(step.personRef);
  const before = standingOf(file);
  const facts = replaceFacts(file.personId, file.facts, step.set);
  file.believe(facts);
  const book = world.book();
  correctAll(book, file);
  const changes = changesSince(file, before);
  const topUps = file.wallet.takeTopUps(world.clock, world.dueRules(facts));
  // What fell due on the 1st was issued before the step; only a fact that names this very day as that of the first issue brings more.
  const { clock } = world;
  const isFirstIssue = facts.applications.some(({ firstIssuedOn }) => firstIssuedOn === clock);
  if (!clock.endsWith('-01') || isFirstIssue) book.entitle(file.personId);
  const refund = refundOf(changes);
  return {
    postings: postingsOf(changes).map(postingText),
    refund: refund.fen,
    meals: refund.meals,
    weeks: refund.weeks,
    topUps: topUps.map(({ forMonth, fen, expiresOn }) => ({ forMonth, amount: fen, expiresOn })),
    topUpTotal: topUps.reduce((sum, topUp) => sum + topUp.fen, 0),
    flag: changes.find(({ flags }) => flags.length > 0)?.flags[0] ?? null,
    ...leftOf(world, file),
  };
}
