import { uuidv7 } from '@doorstep/kernel';
import type { Asked } from '../claims/domain/origin.js';
import { postingsSince, standingOf } from './changes.js';
import { CAUSE, correctAll, play } from './play.js';
import { decisionResult, leftOf, postingText, type StepResult } from './step-result.js';
import type { AbsenceStep, CareStep } from './step-schema.js';
import type { World } from './world.js';

/** A day of care or an institution's bill. An attended day takes the place of that day's canteen lunch. */
export function runCare(world: World, step: CareStep): StepResult {
  const paid = { insurancePaidFen: step.insurancePaid, otherPublicPaidFen: step.otherPublicPaid };
  const asked: Asked =
    step.kind === 'day_care'
      ? { kind: 'day_care', minutes: step.minutes, withLunch: true, ...paid }
      : { kind: 'institution_bill', billFen: step.bill, ...paid };
  return careStep(world, step, asked, 'attended');
}

export function runAbsence(world: World, step: AbsenceStep): StepResult {
  const nothing = { minutes: 0, withLunch: false, insurancePaidFen: 0, otherPublicPaidFen: 0 };
  const cancelled = step.kind === 'cancel' ? { cancelled: step.cause } : {};
  return careStep(world, step, { kind: 'day_care', ...nothing, ...cancelled }, 'absent');
}

function careStep(world: World, step: CareStep | AbsenceStep, asked: Asked, kind: 'attended' | 'absent'): StepResult {
  world.moveTo(step.on);
  const file = world.file(step.personRef);
  const site = world.site(step.siteRef);
  const book = world.book();
  const before = standingOf(file);
  const ref = {
    originId: uuidv7(),
    personId: file.personId,
    siteId: site.code,
    serviceDate: step.on,
    mealPeriod: null,
  };
  const { terms } = play(world, book, { ref, cause: CAUSE, overdue: false, kind, asked }, step.kind);
  world.noteDecision();
  if (book.endedClaims.length > 0) correctAll(book, file);
  return {
    fee: terms.feeFen,
    ...decisionResult(terms),
    ...leftOf(world, file),
    ...(step.kind === 'day_care' && { postings: postingsSince(file, before).map(postingText) }),
  };
}
