import type { LocalDate } from '@doorstep/kernel';
import type { LossBearer } from '../language/rules.js';
import { AGE_REACHED, type SettingRule } from '../language/settings.js';
import type { CompiledPack, SiteFacts } from '../model.js';
import { REASON_TEXTS } from '../render/reason-texts.js';
import { versionFor, versionsOf } from './versions.js';

/** Settings that the packs know, over all versions. `ageReached` belongs to every pack. */
export function packSettings(packs: readonly CompiledPack[]): ReadonlyMap<string, SettingRule> {
  const settings = new Map<string, SettingRule>([['ageReached', AGE_REACHED]]);
  for (const pack of packs) {
    for (const version of versionsOf(pack)) for (const [name, rule] of version.settings) settings.set(name, rule);
  }
  return settings;
}

/** Who bears a difference between receipt and decision of a meal on that date. Undefined = no rules for meals then. */
export function lossBearersOf(
  packs: readonly CompiledPack[],
  date: LocalDate,
): { readonly quotes: LossBearer; readonly lateFacts: LossBearer } | undefined {
  const rule = versionFor(packs, 'meal', date)?.meal;
  return rule && { quotes: rule.lossBearer, lateFacts: rule.lateFactLossBearer };
}

/** Whether a pack has a wallet (or a voucher) in any version: only then anything ever falls due by it. */
export function hasEntitlements(pack: CompiledPack, kind?: 'wallet' | 'voucher'): boolean {
  const kinds = kind ? [kind] : (['wallet', 'voucher'] as const);
  return versionsOf(pack).some((version) => kinds.some((each) => version[each] !== undefined));
}

/** Whether a pack has rules for meals, or for care, in any version. */
export function hasRulesFor(pack: CompiledPack, kind: 'meal' | 'care'): boolean {
  return versionsOf(pack).some((version) => version[kind] !== undefined);
}

/** How often operators under this pack are paid, as its rules of that date say. */
export function statementCycleOf(pack: CompiledPack | undefined, date: LocalDate): 'month' | 'quarter' {
  const versions = pack ? versionsOf(pack) : [];
  return versions.findLast((version) => version.from <= date)?.statementsEvery ?? 'month';
}

/** Key of the pool that pays for meals of a site in a year, as the rules of that date name it; undefined = no budget. */
export function budgetPoolOf(packs: readonly CompiledPack[], site: SiteFacts, date: LocalDate): string | undefined {
  const pool = versionFor(packs, 'meal', date)?.meal?.budget?.pool;
  const year = date.slice(0, 4);
  switch (pool) {
    case 'city-year':
      return `${site.city}/${year}`;
    case 'district-year':
      return `${site.city}/${site.district}/${year}`;
    case 'street-year':
      return `${site.city}/${site.district}/${site.town}/${year}`;
    case undefined:
      return undefined;
  }
}

/** Whether anybody ever gives this reason: the contract, or one of the packs. */
export function isReason(packs: readonly CompiledPack[], code: string): boolean {
  const isOwn = (pack: CompiledPack): boolean => versionsOf(pack).some(({ reasons }) => reasons.has(code));
  return Object.hasOwn(REASON_TEXTS, code) || packs.some(isOwn);
}
