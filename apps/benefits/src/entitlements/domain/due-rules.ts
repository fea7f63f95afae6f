import type { LocalDate } from '@doorstep/kernel';
import type { CalendarDay, CompiledPack, DueInput, PackSettings, PersonFacts, SiteFacts } from '@doorstep/policy';
import { hasEntitlements } from '@doorstep/policy';

/** What falls due for the person by the rules of one pack. */
export interface DueRules {
  readonly packId: string;
  readonly due: DueInput;
}

/** What a city's packs are, as far as allowances are concerned. */
export interface EntitlementRules {
  readonly packs: ReadonlyMap<string, CompiledPack>;
  readonly calendar: readonly CalendarDay[];
  readonly sites: ReadonlyMap<string, PackedSite>;
  /** Settings that differ from those of the packs. */
  readonly settingsOn?: (date: LocalDate) => PackSettings;
}

interface PackedSite {
  readonly facts: SiteFacts;
  readonly mealPackId: string | null;
  readonly dayCarePackId: string | null;
}

/** Every pack in use that issues something, with any site that uses it: a deployment is one city. */
export function dueRulesOf(
  { packs, calendar, sites, settingsOn = () => ({}) }: EntitlementRules,
  facts: PersonFacts,
): DueRules[] {
  const rules: DueRules[] = [];
  for (const [packId, pack] of packs) {
    if (!hasEntitlements(pack)) continue;
    const site = [...sites.values()].find((each) => each.mealPackId === packId || each.dayCarePackId === packId);
    if (!site) continue;
    rules.push({ packId, due: { packs: [pack], facts, site: site.facts, calendar, settingsOn } });
  }
  return rules;
}
