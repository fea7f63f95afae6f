import type { LayerRule, MealRule } from '../language/rules.js';
import type { Context } from './context.js';
import type { DecisionSheet } from './decision-sheet.js';
import { capLeft, type Refusal } from './meal-refusal.js';
import { pickOption } from './options.js';
import { reduceLayers } from './reduce-layers.js';
import type { Usage } from './usage.js';

/**
 * Fills `amounts` with what each layer gives: the best option of each, never more than the price, the own share kept back, the money
 * caps kept. Returns the reason when the formula gives nothing that may be approved.
 */
export function mealAmount(
  sheet: DecisionSheet,
  rule: MealRule,
  context: Context,
  usage: Usage,
  amounts: number[],
): Refusal | undefined {
  const missed = chooseOptions(sheet, rule.layers, context, amounts);
  if (missed) return missed;
  return keepOwnShare(sheet, rule, context, amounts) ?? keepMoneyCaps(sheet, rule, context, usage, amounts);
}

function chooseOptions(
  sheet: DecisionSheet,
  layers: readonly LayerRule[],
  context: Context,
  amounts: number[],
): Refusal | undefined {
  let missed: Refusal | undefined;
  let any = false;
  layers.forEach((layer, index) => {
    const pick = pickOption(layer.options, context);
    missed ??= pick.missed?.threshold;
    if (!pick.option) return;
    any = true;
    amounts[index] = pick.fen;
    sheet.step(`LAYER_${layer.id}`, pick.fen, pick.option.source, pick.option.id);
  });
  return any ? undefined : (missed ?? { reason: 'CATEGORY', source: '' });
}

/** What the price leaves to pay for is the own share's first, so that a meal for nothing is cut by it like any other. */
function keepOwnShare(sheet: DecisionSheet, rule: MealRule, context: Context, amounts: number[]): Refusal | undefined {
  const share = rule.ownShare?.amount(context) ?? 0;
  const cut = reduceLayers(amounts, rule.giveWay, context.payable - share);
  if (!rule.ownShare || share <= 0 || cut === 0) return undefined;
  sheet.step('OWN_SHARE', -cut, rule.ownShare.source);
  if (!rule.ownShare.cut) return undefined;
  sheet.cut(rule.ownShare.reason);
  return sumOf(amounts) === 0 ? rule.ownShare : undefined;
}

function keepMoneyCaps(
  sheet: DecisionSheet,
  rule: MealRule,
  context: Context,
  usage: Usage,
  amounts: number[],
): Refusal | undefined {
  for (const cap of rule.caps) {
    if (!cap.maxFen) continue;
    const cut = reduceLayers(amounts, rule.giveWay, capLeft(cap, usage, context));
    if (cut === 0) continue;
    sheet.step(cap.reason, -cut, cap.source);
    sheet.cut(cap.reason);
  }
  return undefined;
}

export function sumOf(amounts: readonly number[]): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
}
