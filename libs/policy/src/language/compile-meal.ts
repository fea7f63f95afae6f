import type { BoolExpr } from '../engine/context.js';
import {
  compileAges,
  compileChecks,
  compileEnrolment,
  compileSplit,
  compileSuspension,
  refuseOverlaps,
} from './compile-parts.js';
import type { CapDocument, DiscountDocument, LayerDocument, MealDocument, OptionDocument } from './meal-schema.js';
import type { BudgetRule, CapRule, DiscountRule, LayerRule, MealRule, OptionRule, PartRule } from './rules.js';
import type { SectionCompiler } from './section-compiler.js';
import type { Scope } from './vocabulary.js';

const WINDOWS = ['day', 'week', 'month'] as const;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export function compileMeal(compiler: SectionCompiler, meal: MealDocument): MealRule {
  const path = ['meal'];
  compiler.reason([...path, 'duplicate'], meal.duplicate.reason);
  for (const code of meal.wallet ? [meal.wallet.empty, meal.wallet.short] : [])
    compiler.reason([...path, 'wallet'], code);
  const checks = [...path, 'checks'];
  for (const [period, time] of Object.entries(meal.usualTimes)) {
    if (!TIME.test(time)) compiler.report([...path, 'usualTimes', period], `'${time}' is no time`, 'Write HH:MM');
  }
  if (meal.layers.every((layer) => layer.funder) === (meal.split !== undefined)) {
    compiler.report(
      [...path, 'split'],
      'who pays is not settled',
      'Give every layer a funder, or give a split, not both',
    );
  }
  const { result, uses } = compiler.using(() => ({
    usualTimes: meal.usualTimes,
    unverified: meal.unverified,
    suspension: compileSuspension(compiler, [...path, 'suspension'], meal.suspension),
    ...(meal.enrolment && { enrolment: compileEnrolment(compiler, [...path, 'enrolment'], meal.enrolment) }),
    checks: compileChecks(compiler, checks, meal.checks, {
      scope: 'meal',
      stages: ['scheme', 'residence', 'category', 'period', 'day'],
    }),
    priceChecks: compileChecks(compiler, checks, meal.checks, { scope: 'meal', stages: ['price'] }),
    duplicate: { ...meal.duplicate, source: compiler.cite([...path, 'duplicate'], meal.duplicate.source) },
    caps: compileCaps(compiler, meal.caps),
    before: compileDiscounts(compiler, meal.discounts, 'before_subsidy'),
    after: compileDiscounts(compiler, meal.discounts, 'after_subsidy'),
    layers: meal.layers.map((layer, index) => compileLayer(compiler, [...path, 'layers', index], layer)),
    giveWay: giveWayOrder(compiler, meal),
    ...compileLimits(compiler, meal),
    ...(meal.split && { split: compileSplit(compiler, [...path, 'split'], meal.split, 'result') }),
    lossBearer: meal.lossBearer,
    lateFactLossBearer: meal.lateFactLossBearer ?? meal.lossBearer,
    settlement: meal.settlement?.every ?? ('month' as const),
  }));
  return { ...result, uses };
}

function compileCaps(compiler: SectionCompiler, caps: readonly CapDocument[]): readonly CapRule[] {
  const compiled = caps.map((cap, index): CapRule => {
    const at = ['meal', 'caps', index];
    if ((cap.maxClaims === undefined) === (cap.maxFen === undefined)) {
      compiler.report(at, 'a cap needs either maxClaims or maxFen', 'Give one of them');
    }
    return {
      window: cap.window,
      reason: compiler.reason(at, cap.reason),
      source: compiler.cite(at, cap.source),
      ...(cap.maxClaims !== undefined && { maxClaims: compiler.int('meal', [...at, 'maxClaims'], cap.maxClaims) }),
      ...(cap.maxFen !== undefined && { maxFen: compiler.int('meal', [...at, 'maxFen'], cap.maxFen) }),
    };
  });
  return WINDOWS.flatMap((window) => compiled.filter((cap) => cap.window === window));
}

function compileDiscounts(
  compiler: SectionCompiler,
  discounts: readonly DiscountDocument[],
  when: DiscountDocument['when'],
): readonly DiscountRule[] {
  return discounts.flatMap((discount, index) => {
    if (discount.when !== when) return [];
    const path = ['meal', 'discounts', index, 'options'];
    refuseOverlaps(compiler, path, discount.options);
    const options = discount.options.map((option, at) =>
      compileOption(compiler, [...path, at], { ...option, id: discount.id, title: discount.title }),
    );
    return [{ id: discount.id, options }];
  });
}

function compileLayer(compiler: SectionCompiler, path: readonly PropertyKey[], layer: LayerDocument): LayerRule {
  if (layer.pick === 'only') refuseOverlaps(compiler, [...path, 'options'], layer.options);
  const ids = new Set(layer.options.map((option) => option.id));
  if (ids.size !== layer.options.length)
    compiler.report([...path, 'options'], 'an id stands twice', 'Give each option its own id');
  const options = layer.options.map((option, index) => compileOption(compiler, [...path, 'options', index], option));
  return { id: layer.id, ...(layer.funder && { funder: layer.funder }), options };
}

export function compileOption(
  compiler: SectionCompiler,
  path: readonly PropertyKey[],
  option: OptionDocument,
  scope: Scope = 'meal',
): OptionRule {
  const ages = compileAges(compiler, path, option.ages);
  return {
    id: option.id,
    ...(ages && { ages }),
    ...(option.when !== undefined && { when: compiler.bool(scope, [...path, 'when'], option.when) }),
    amount: compiler.int(scope, [...path, 'amount'], option.amount),
    ...(option.threshold && { threshold: compileThreshold(compiler, [...path, 'threshold'], option.threshold) }),
    source: compiler.cite(path, option.source),
  };
}

function compileThreshold(
  compiler: SectionCompiler,
  path: readonly PropertyKey[],
  threshold: NonNullable<OptionDocument['threshold']>,
): NonNullable<OptionRule['threshold']> {
  const { atLeast, moreThan } = threshold;
  if ((atLeast === undefined) === (moreThan === undefined)) {
    compiler.report(path, 'a threshold needs either atLeast or moreThan', '"满/以上" is atLeast, "超过" is moreThan');
  }
  const of = compiler.int('meal', [...path, 'of'], threshold.of);
  const limit = compiler.int(
    'meal',
    [...path, atLeast === undefined ? 'moreThan' : 'atLeast'],
    atLeast ?? moreThan ?? 0,
  );
  const met: BoolExpr = atLeast === undefined ? (c) => of(c) > limit(c) : (c) => of(c) >= limit(c);
  return { met, reason: compiler.reason(path, threshold.reason), source: compiler.cite(path, threshold.source) };
}

function giveWayOrder(compiler: SectionCompiler, meal: MealDocument): readonly number[] {
  const named = meal.giveWay.map((id, index) => {
    const at = meal.layers.findIndex((layer) => layer.id === id);
    if (at === -1) compiler.report(['meal', 'giveWay', index], `there is no layer '${id}'`, 'Name ids of meal.layers');
    return at;
  });
  const rest = meal.layers.map((_, index) => index).filter((index) => !named.includes(index));
  return [...named.filter((index) => index >= 0), ...rest.reverse()];
}

type Limits = Pick<MealRule, 'ownShare' | 'wallet' | 'delivery' | 'operator' | 'budget'>;

function compileLimits(compiler: SectionCompiler, meal: MealDocument): Limits {
  const part = (name: 'delivery' | 'operator', scope: Scope): PartRule | undefined => {
    const document = meal[name];
    if (!document) return undefined;
    const at = ['meal', name];
    return {
      amount: compiler.int(scope, [...at, 'amount'], document.amount),
      source: compiler.cite(at, document.source),
    };
  };
  const delivery = part('delivery', 'result');
  const operator = part('operator', 'result');
  const own = meal.ownShare;
  return {
    ...(own && {
      ownShare: {
        amount: compiler.int('meal', ['meal', 'ownShare', 'amount'], own.amount),
        cut: own.countsAs === 'cut',
        reason: compiler.reason(['meal', 'ownShare'], own.reason),
        source: compiler.cite(['meal', 'ownShare'], own.source),
      },
    }),
    ...(meal.wallet && { wallet: { ...meal.wallet, source: compiler.cite(['meal', 'wallet'], meal.wallet.source) } }),
    ...(delivery && { delivery }),
    ...(operator && { operator }),
    ...(meal.budget && { budget: compileBudget(compiler, meal.budget) }),
  };
}

function compileBudget(compiler: SectionCompiler, budget: NonNullable<MealDocument['budget']>): BudgetRule {
  const path = ['meal', 'budget'];
  if ((budget.mayUseReserve === undefined) !== (budget.reserved === undefined)) {
    compiler.report(path, 'a reserve needs both mayUseReserve and reserved', 'Give both, or neither');
  }
  return {
    pool: budget.pool,
    need: compiler.int('result', [...path, 'need'], budget.need),
    ...(budget.mayUseReserve && {
      mayUseReserve: compiler.bool('meal', [...path, 'mayUseReserve'], budget.mayUseReserve),
    }),
    exhausted: compiler.reason(path, budget.exhausted),
    reserved: compiler.reason(path, budget.reserved ?? budget.exhausted),
    source: compiler.cite(path, budget.source),
  };
}
