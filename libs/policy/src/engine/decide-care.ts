import { monthOf } from '@doorstep/kernel';
import type { CareKindRule, CareRule, CareVoucherRule, PackVersion } from '../language/rules.js';
import type {
  AbsenceRequest,
  DayCareRequest,
  DecideInput,
  Decision,
  InstitutionBillRequest,
  PastClaim,
  PersonFacts,
} from '../model.js';
import { buildContext, type Situation } from './build-context.js';
import type { Context } from './context.js';
import { DecisionSheet } from './decision-sheet.js';
import { factIdsOn, isEnrolled, isUnverified, stayBlocks, suspensionOn } from './facts-in-force.js';
import { UNVERIFIED, type Refusal } from './meal-refusal.js';
import { splitShares } from './split.js';

type CareRequest = DayCareRequest | InstitutionBillRequest;
export type CareInput = DecideInput & { readonly request: CareRequest };

/** A day of care by tariff or the bill of an institution: care insurance first, voucher on the rest. */
export function decideCare(version: PackVersion, rule: CareRule, input: CareInput, situation: Situation): Decision {
  const { request } = input;
  const kind = request.kind === 'day_care' ? rule.dayCare : (rule.institutionBill ?? rule.dayCare);
  const context = buildContext(version, situation);
  const sheet = openSheet(version, rule, situation);
  if (request.kind === 'day_care') context.minutes = request.minutes;
  const fee = request.kind === 'day_care' ? (kind.fee?.(context) ?? 0) : request.billFen;
  context.fee = fee;
  sheet.feeFen = fee;
  sheet.grossFen = fee;
  sheet.step('FEE', fee, kind.source);
  sheet.otherFen = Math.min(fee, request.insurancePaidFen + request.otherPublicPaidFen);
  if (request.insurancePaidFen > 0) sheet.step('INSURANCE', -request.insurancePaidFen);
  if (request.otherPublicPaidFen > 0) sheet.step('OTHER_PUBLIC', -request.otherPublicPaidFen);
  if (request.kind === 'day_care' && request.withMeal !== false)
    sheet.displaces = displaced(rule, input.history.claims, situation);
  payByVoucher(sheet, { rule, kind, input, context, facts: situation.facts });
  return sheet.decision();
}

interface Payment {
  readonly rule: CareRule;
  readonly kind: CareKindRule;
  readonly input: CareInput;
  readonly context: Context;
  readonly facts: PersonFacts;
}

function payByVoucher(sheet: DecisionSheet, payment: Payment): void {
  const { rule, kind, input, context, facts } = payment;
  const { voucher } = rule;
  if (!voucher) return;
  const unverified = isUnverified(facts.applications, context.date);
  if (unverified && rule.unverified === 'provisional') sheet.flag('review');
  const refusal =
    unverified && rule.unverified === 'full_price' ? UNVERIFIED : voucherRefusal(voucher, kind, context, facts);
  if (refusal) {
    sheet.flag(refusal.flag);
    sheet.refuse(refusal.reason, refusal.source);
  } else {
    drawVoucher(sheet, voucher, kind.serviceClass, { rule, input, context });
  }
  sheet.shares = splitShares(voucher.split, sheet.subsidyFen, context);
  for (const share of sheet.shares) if (share.fen > 0) sheet.step(`SHARE_${share.funder}`, share.fen);
}

function voucherRefusal(
  voucher: CareVoucherRule,
  kind: CareKindRule,
  context: Context,
  facts: PersonFacts,
): Refusal | undefined {
  const suspended = suspensionOn(kind.suspension, facts, context.date);
  if (suspended) return suspended;
  const scheme = voucher.checks.find((check) => check.scheme && !check.need(context));
  if (scheme) return scheme;
  if (voucher.enrolment && !isEnrolled(voucher.enrolment, facts.applications, context.date)) return voucher.enrolment;
  return voucher.checks.find((check) => !check.need(context));
}

function drawVoucher(
  sheet: DecisionSheet,
  voucher: CareVoucherRule,
  serviceClass: string,
  { rule, input, context }: Pick<Payment, 'rule' | 'input' | 'context'>,
): void {
  const terms = voucher.classes.get(serviceClass);
  if (!terms) return sheet.refuse(voucher.none, voucher.source);
  const wanted = Math.floor(((context.fee - sheet.otherFen) * terms.bp(context)) / 10_000);
  sheet.step('VOUCHER_PART', wanted, terms.source);
  if (wanted === 0) return;
  const month = monthOf(context.date);
  const held = input.history.vouchers.find(
    (candidate) => candidate.month === month && (candidate.usableFrom ?? context.date) <= context.date,
  );
  if (!held) return sheet.refuse(voucher.none, voucher.source);
  const classLeft = terms.monthCap(context) - usedInClass(rule, serviceClass, input.history.claims, month);
  const left = Math.min(held.leftFen, classLeft);
  if (left <= 0) return sheet.refuse(voucher.empty, voucher.source);
  if (left < wanted) {
    sheet.cut(voucher.short);
    sheet.step(voucher.short, left - wanted, voucher.source);
  }
  sheet.subsidyFen = Math.min(left, wanted);
  const { voucherId } = held;
  sheet.voucherDraw = { ...(voucherId !== undefined && { voucherId }), month, fen: sheet.subsidyFen };
}

function usedInClass(rule: CareRule, serviceClass: string, claims: readonly PastClaim[], month: string): number {
  let used = 0;
  for (const claim of claims) {
    if (claim.kind === 'meal' || !claim.serviceDate.startsWith(month)) continue;
    const kind = claim.kind === 'day_care' ? rule.dayCare : rule.institutionBill;
    if (kind?.serviceClass === serviceClass) used += claim.subsidyFen;
  }
  return used;
}

/** Canteen claims of this day that the attended day includes. */
function displaced(rule: CareRule, claims: readonly PastClaim[], situation: Situation): readonly PastClaim[] {
  return claims.filter(
    (claim) =>
      claim.kind === 'meal' &&
      claim.serviceDate === situation.date &&
      claim.mealPeriod !== undefined &&
      rule.covers.periods.includes(claim.mealPeriod),
  );
}

/** Not coming without notice costs; a stay in hospital on that day makes it free, whoever cancels. */
export function decideAbsence(
  version: PackVersion,
  rule: CareRule,
  request: AbsenceRequest,
  situation: Situation,
): Decision {
  const { absence } = rule;
  const sheet = openSheet(version, rule, situation);
  const inHospital = situation.facts.stays.some(
    (stay) => stay.kind === 'hospital' && stayBlocks(stay, situation.date, absence.freeInHospital),
  );
  const free = inHospital && (request.kind === 'no_show' || request.cause === 'hospital');
  const fee = free ? 0 : absence.noShowFee(buildContext(version, situation));
  sheet.feeFen = fee;
  sheet.grossFen = fee;
  sheet.step(free ? 'FREE_IN_HOSPITAL' : 'ABSENCE_FEE', fee, absence.source);
  if (rule.voucher) sheet.shares = rule.voucher.split.map(({ funder }) => ({ funder, fen: 0 }));
  return sheet.decision();
}

function openSheet(version: PackVersion, rule: CareRule, { facts, date }: Situation): DecisionSheet {
  return new DecisionSheet(version, factIdsOn(facts, rule.uses, date, rule.voucher?.enrolment?.application));
}
