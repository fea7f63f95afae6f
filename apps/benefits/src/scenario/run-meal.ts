import { uuidv7 } from '@doorstep/kernel';
import type { Happening } from '../claims/domain/happening.js';
import { CAUSE, play } from './play.js';
import { decisionResult, leftOf, type StepResult } from './step-result.js';
import type { MealStep } from './step-schema.js';
import type { World } from './world.js';

const USUAL_TIMES = { breakfast: '07:30', lunch: '12:00', dinner: '18:00' } as const;

/** A meal that was asked for and eaten. */
export function runMeal(world: World, step: MealStep): StepResult {
  world.moveTo(step.uploadedOn ?? step.on);
  const file = world.file(step.personRef);
  const site = world.site(step.siteRef);
  const book = world.book();
  const { on: serviceDate, period: mealPeriod } = step;
  const about = {
    ref: { originId: uuidv7(), personId: file.personId, siteId: site.code, serviceDate, mealPeriod },
    cause: CAUSE,
    overdue: false,
  };
  const asked: Happening = {
    ...about,
    kind: 'asked',
    asked: {
      kind: 'meal',
      at: step.at ?? USUAL_TIMES[mealPeriod],
      priceFen: step.price,
      menu: step.menu,
      channel: step.channel,
      deliveryFeeFen: step.deliveryFee,
      ...(step.uploadedOn && { uploadedOn: step.uploadedOn }),
    },
  };
  const { terms } = play(world, book, asked, 'meal');
  world.noteDecision();
  play(world, book, { ...about, kind: 'served' }, 'meal');
  return {
    ...decisionResult(terms),
    discount: terms.discountFen,
    delivery: terms.deliveryFen,
    operator: terms.operatorFen,
    ...leftOf(world, file),
  };
}
