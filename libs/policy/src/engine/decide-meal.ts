import type { DiscountRule, MealRule, PackVersion } from '../language/rules.js';
import type { DecideInput, Decision, MealRequest, WalletLot } from '../model.js';
import { buildContext, type Situation } from './build-context.js';
import type { Context } from './context.js';
import { DecisionSheet } from './decision-sheet.js';
import { factIdsOn, isUnverified } from './facts-in-force.js';
import { mealAmount, sumOf } from './meal-amount.js';
import { mealRefusal, type Covered } from './meal-refusal.js';
import { applies } from './options.js';
import { payFromBudget } from './pay-from-budget.js';
import { reduceLayers } from './reduce-layers.js';
import { splitShares } from './split.js';
import { usageOn, type Usage } from './usage.js';
import { drawLots, usableLots } from './wallet-draw.js';

export type MealInput = DecideInput & { readonly request: MealRequest };

interface Working {
  readonly rule: MealRule;
  readonly input: MealInput;
  readonly context: Context;
  readonly usage: Usage;
  /** Fen per layer. */
  readonly amounts: number[];
}

/** One portion of one meal. `covered` = an attended day of care includes this meal. */
export function decideMeal(
  version: PackVersion,
  rule: MealRule,
  input: MealInput,
  situation: Situation,
  covered: Covered | undefined,
): Decision {
  const { request, history } = input;
  const context = mealContext(version, situation, request);
  const factIds = factIdsOn(situation.facts, rule.uses, situation.date, rule.enrolment?.application);
  const sheet = new DecisionSheet(version, factIds);
  sheet.grossFen = request.priceFen + request.deliveryFeeFen;
  sheet.step('PRICE', request.priceFen);
  if (request.deliveryFeeFen > 0) sheet.step('DELIVERY_FEE', request.deliveryFeeFen);
  takeDiscounts(sheet, rule.before, context);
  const byWeek = rule.caps.some((cap) => cap.window === 'week');
  const usage = usageOn(history.claims, situation.date, request.mealPeriod, byWeek);
  const amounts = rule.layers.map(() => 0);
  // Somebody looks at what was paid on the word of a person whom nobody has checked.
  if (rule.unverified === 'provisional' && isUnverified(situation.facts.applications, situation.date))
    sheet.flag('review');
  const refusal = mealRefusal(rule, request, { facts: situation.facts, context, usage, covered });
  if (refusal) {
    sheet.flag(refusal.flag);
    sheet.refuse(refusal.reason, refusal.source);
  } else {
    workOut(sheet, { rule, input, context, usage, amounts });
  }
  if (sheet.outcome === 'deny') amounts.fill(0);
  context.payable -= sheet.subsidyFen;
  takeDiscounts(sheet, rule.after, context);
  sheet.shares = shareOut(rule, sheet.subsidyFen, amounts, context);
  for (const share of sheet.shares) if (share.fen > 0) sheet.step(`SHARE_${share.funder}`, share.fen);
  return sheet.decision();
}

function mealContext(version: PackVersion, situation: Situation, request: MealRequest): Context {
  const context = buildContext(version, situation);
  context.price = request.priceFen;
  context.payable = request.priceFen;
  context.delivery_fee = request.deliveryFeeFen;
  context.period = request.mealPeriod;
  context.channel = request.channel;
  context.menu = request.menu;
  return context;
}

/** The canteen's own discount stays whatever becomes of the subsidy; it never applies to the delivery fee. */
function takeDiscounts(sheet: DecisionSheet, discounts: readonly DiscountRule[], context: Context): void {
  for (const discount of discounts) {
    const option = discount.options.find((candidate) => applies(candidate, context));
    if (!option) continue;
    const fen = Math.min(context.payable, Math.max(0, option.amount(context)));
    context.payable -= fen;
    sheet.discountFen += fen;
    sheet.step(`DISCOUNT_${discount.id}`, -fen, option.source);
  }
}

/** Price rule, amount, own share, money caps, wallet, delivery and operator parts, budget. */
function workOut(sheet: DecisionSheet, working: Working): void {
  const { rule, input, context, usage, amounts } = working;
  for (const check of rule.priceChecks) {
    if (!check.need(context)) return sheet.refuse(check.reason, check.source);
  }
  const refusal = mealAmount(sheet, rule, context, usage, amounts);
  if (refusal) return sheet.refuse(refusal.reason, refusal.source);
  sheet.subsidyFen = sumOf(amounts);
  if (rule.wallet) payFromWallet(sheet, working, input.history.lots);
  if (sheet.outcome === 'deny') return;
  context.subsidy = sheet.subsidyFen;
  if (rule.delivery) {
    sheet.deliveryFen = Math.min(context.delivery_fee, Math.max(0, rule.delivery.amount(context)));
    if (sheet.deliveryFen > 0) sheet.step('DELIVERY', sheet.deliveryFen, rule.delivery.source);
  }
  context.delivery = sheet.deliveryFen;
  if (rule.operator) {
    sheet.operatorFen = Math.max(0, rule.operator.amount(context));
    if (sheet.operatorFen > 0) sheet.step('OPERATOR', sheet.operatorFen, rule.operator.source);
  }
  context.operator = sheet.operatorFen;
  if (rule.budget) payFromBudget(sheet, rule.budget, context, input.history.budget);
}

function payFromWallet(sheet: DecisionSheet, working: Working, lots: readonly WalletLot[]): void {
  const { rule, context, amounts } = working;
  if (!rule.wallet || sheet.subsidyFen === 0) return;
  const draws = drawLots(usableLots(lots, context.date), sheet.subsidyFen);
  let drawn = 0;
  for (const draw of draws) drawn += draw.fen;
  if (drawn === 0) return sheet.refuse(rule.wallet.empty, rule.wallet.source);
  if (drawn < sheet.subsidyFen) {
    sheet.cut(rule.wallet.short);
    sheet.step(rule.wallet.short, drawn - sheet.subsidyFen, rule.wallet.source);
    reduceLayers(amounts, rule.giveWay, drawn);
    sheet.subsidyFen = drawn;
  }
  sheet.lotDraws = draws;
}

function shareOut(rule: MealRule, subsidy: number, amounts: readonly number[], context: Context): Decision['shares'] {
  if (rule.split) return splitShares(rule.split, subsidy, context);
  return rule.layers.map((layer, index) => ({ funder: layer.funder ?? '', fen: amounts[index] ?? 0 }));
}
