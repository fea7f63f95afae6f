import type {
  CalendarDay,
  CompiledPack,
  DecideInput,
  Decision,
  PastClaim,
  PersonFacts,
  SiteFacts,
  Undecidable,
} from '@doorstep/policy';
import type { BudgetPool, BudgetPools } from '../../budgets/domain/budget-pool.js';
import type { Origin } from './origin.js';
import type { Postponed, Verdict } from './verdict.js';
import { refusalWithoutRules, verdictOf } from './verdict.js';

/** A site as decisions need it. */
export interface SiteRules {
  readonly facts: SiteFacts;
  readonly version: number;
  readonly mealPackId: string | null;
  readonly dayCarePackId: string | null;
}

export type Decide = (input: DecideInput) => Decision | Undecidable;

export interface RuleBook {
  readonly decide: Decide;
  readonly packs: ReadonlyMap<string, CompiledPack>;
  readonly calendar: readonly CalendarDay[];
  readonly sites: ReadonlyMap<string, SiteRules>;
}

/** Asks the rules about one order or booking. Reads nothing else and changes nothing but the note that a pool was short. */
export class Judge {
  private readonly packLists = new Map<string, CompiledPack[]>();

  private readonly calendarYears: number[];

  constructor(
    private readonly rules: RuleBook,
    private readonly pools: BudgetPools,
    private readonly options: { readonly explain?: boolean } = {},
  ) {
    this.calendarYears = [...new Set(rules.calendar.map((day) => Number(day.date.slice(0, 4))))];
  }

  judge(origin: Origin, facts: PersonFacts | undefined, past: readonly PastClaim[]): Verdict | Postponed {
    const site = this.rules.sites.get(origin.ref.siteId);
    if (!site) return { later: 'SITE_MISSING' };
    if (!facts) return { later: 'FACTS_MISSING' };
    const packId = origin.asked.kind === 'meal' ? site.mealPackId : site.dayCarePackId;
    if (packId === null) return refusalWithoutRules('SITE_NOT_COVERED', origin.grossFen);
    const packs = this.packsFor(packId, site);
    if (packs[0]?.packId !== packId) return { later: 'NO_RULE_VERSION' };
    const pool = this.poolFor(packId, site, origin);
    const decision = this.rules.decide({
      packs,
      facts,
      history: { claims: past, lots: [], vouchers: [], ...(pool ? { budget: pool.view() } : {}) },
      calendar: this.rules.calendar,
      calendarYears: this.calendarYears,
      request: origin.request(site.facts),
      ...this.options,
    });
    if ('later' in decision) return decision;
    if (pool && decision.reason.startsWith('BUDGET_')) pool.wasShort = true;
    return verdictOf(
      decision,
      site.version,
      pool ? { budgetId: pool.state.budgetId, version: pool.state.version } : null,
    );
  }

  /** The pack that decides first, then the city's others: a day of care takes the lunch that a meal pack would pay. */
  private packsFor(packId: string, { facts: { city } }: SiteRules): CompiledPack[] {
    const key = `${packId}|${city}`;
    let packs = this.packLists.get(key);
    if (!packs) {
      const inCity = [...this.rules.sites.values()].filter((site) => site.facts.city === city);
      const ids = new Set([packId, ...inCity.flatMap((site) => [site.mealPackId, site.dayCarePackId])]);
      packs = [...ids].flatMap((id) => (id === null ? [] : (this.rules.packs.get(id) ?? [])));
      this.packLists.set(key, packs);
    }
    return packs;
  }

  private poolFor(packId: string, site: SiteRules, origin: Origin): BudgetPool | undefined {
    const { town, district, city } = site.facts;
    return this.pools.find(packId, [town, district, city], Number(origin.ref.serviceDate.slice(0, 4)));
  }
}
