import type { LocalDate } from '@doorstep/kernel';
import type { CalendarDay, CompiledPack, PackSettings, PastClaim, PersonFacts, SiteFacts } from '../model.js';
import { buildContext } from './build-context.js';
import { usageOn } from './usage.js';
import { versionFor } from './versions.js';

export interface CapUsage {
  readonly packId: string;
  readonly window: 'day' | 'week' | 'month';
  /** `count` in claims, `money` in fen. */
  readonly unit: 'count' | 'money';
  readonly reason: string;
  readonly most: number;
  readonly used: number;
}

/** How far a person is under each cap on meals of a date. Empty without rules of that date, or when the birth date is unknown. */
export function capUsageOn(input: {
  readonly packs: readonly CompiledPack[];
  readonly facts: PersonFacts;
  readonly claims: readonly PastClaim[];
  readonly calendar: readonly CalendarDay[];
  readonly settings?: PackSettings;
  readonly site: SiteFacts;
  readonly date: LocalDate;
}): readonly CapUsage[] {
  const { facts, date, site, calendar, settings } = input;
  const version = versionFor(input.packs, 'meal', date);
  if (!version?.meal || facts.bornOn === undefined) return [];
  const context = buildContext(version, { facts: { ...facts, bornOn: facts.bornOn }, date, site, calendar, settings });
  const usage = usageOn(input.claims, date, 'lunch', true);
  return version.meal.caps.map(({ window, reason, maxClaims, maxFen }) => {
    const about = { packId: version.packId, window, reason };
    if (maxClaims) return { ...about, unit: 'count', most: maxClaims(context), used: usage.claimsIn(window) };
    return { ...about, unit: 'money', most: maxFen?.(context) ?? 0, used: usage.fenIn(window) };
  });
}
