import {
  byDateThenKind,
  movesMoney,
  postingsOf,
  type ClaimRequest,
  type Decision,
  type Posting,
} from '@doorstep/policy';
import { correctMeals } from './correct-meals.js';
import { displaceOpening } from './displace-opening.js';
import type { PersonBook } from './person-book.js';
import { decideOrFail } from './run-meal.js';
import { leftOf, postingText, sharesOf, type StepResult } from './step-result.js';
import type { AbsenceStep, CareStep } from './step-schema.js';
import type { World } from './world.js';

/** A day of care or an institution's bill. An attended day takes the place of that day's canteen lunch. */
export function runCare(world: World, step: CareStep): StepResult {
  world.moveTo(step.on);
  const book = world.book(step.personRef);
  const site = world.site(step.siteRef);
  const paid = { insurancePaidFen: step.insurancePaid, otherPublicPaidFen: step.otherPublicPaid };
  const request: ClaimRequest =
    step.kind === 'day_care'
      ? { kind: 'day_care', serviceDate: step.on, minutes: step.minutes, ...paid, site }
      : { kind: 'institution_bill', serviceDate: step.on, billFen: step.bill, ...paid, site };
  const decision = decideOrFail(world, book, request);
  drawFromVoucher(book, decision);
  book.care.push({
    claim: { kind: step.kind, serviceDate: step.on, siteCode: site.code, subsidyFen: decision.subsidyFen },
    subsidyFen: decision.subsidyFen,
    selfPayFen: decision.selfPayFen,
    feeFen: decision.feeFen,
  });
  const postings = displace(world, book, decision);
  return {
    ...careResult(decision),
    ...leftOf(world, book, site, step.on),
    ...(step.kind === 'day_care' && { postings: postings.map(postingText) }),
  };
}

export function runAbsence(world: World, step: AbsenceStep): StepResult {
  world.moveTo(step.on);
  const book = world.book(step.personRef);
  const site = world.site(step.siteRef);
  const request: ClaimRequest =
    step.kind === 'no_show'
      ? { kind: 'no_show', serviceDate: step.on, site }
      : { kind: 'cancel', serviceDate: step.on, cause: step.cause, site };
  const decision = decideOrFail(world, book, request);
  book.care.push({ subsidyFen: 0, selfPayFen: decision.selfPayFen, feeFen: decision.feeFen });
  return { ...careResult(decision), ...leftOf(world, book, site, step.on) };
}

function careResult(decision: Decision): StepResult {
  return {
    fee: decision.feeFen,
    outcome: decision.outcome,
    reason: decision.reason,
    version: Number(decision.ruleVersion),
    subsidy: decision.subsidyFen,
    shares: sharesOf(decision.shares),
    selfPay: decision.selfPayFen,
    flag: decision.flags[0] ?? null,
  };
}

function displace(world: World, book: PersonBook, decision: Decision): readonly Posting[] {
  if (decision.displaces.length === 0) return [];
  const opening = displaceOpening(world, book, decision.displaces);
  return [...opening, ...postingsOf(correctMeals(world, book))].filter(movesMoney).sort(byDateThenKind);
}

function drawFromVoucher(book: PersonBook, { voucherDraw }: Decision): void {
  if (!voucherDraw) return;
  book.vouchers = book.vouchers.map((voucher) =>
    voucher.month === voucherDraw.month ? { ...voucher, leftFen: voucher.leftFen - voucherDraw.fen } : voucher,
  );
}
