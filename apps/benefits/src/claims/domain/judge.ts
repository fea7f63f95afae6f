import type { LocalDate } from '@doorstep/kernel';
import type {
  BudgetView,
  CalendarDay,
  CompiledPack,
  DecideInput,
  Decision,
  History,
  LossBearer,
  PackSettings,
  PastClaim,
  SiteFacts,
  Undecidable,
} from '@doorstep/policy';
import { lossBearersOf } from '@doorstep/policy';
import type { BudgetPool, BudgetPools, PoolPurpose } from '../../budgets/domain/budget-pool.js';
import type { BookYears } from './book-years.js';
import type { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';
import type { Postponed, Verdict } from './verdict.js';
import { refusalWithoutRules, verdictOf } from './verdict.js';
import type { Writable } from './writable.js';

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
  /** Years that were imported; a rule that reads the calendar waits in any other. Absent = all. */
  readonly calendarYears?: readonly number[];
  readonly sites: ReadonlyMap<string, SiteRules>;
  readonly settingsOn?: (date: LocalDate) => PackSettings;
}

export interface Bearers {
  readonly quotes: LossBearer;
  readonly lateFacts: LossBearer;
}

/** Asks the rules about one order or booking. Reads nothing else and changes nothing but the note that a pool was short. */
export class Judge {
  private readonly packLists = new Map<string, CompiledPack[]>();

  constructor(
    private readonly rules: RuleBook,
    private readonly pools: BudgetPools,
    private readonly years: BookYears,
    private readonly options: { readonly explain?: boolean } = {},
  ) {}

  judge(origin: Origin, file: PersonFile, past: readonly PastClaim[]): Verdict | Postponed {
    const { wallet } = file;
    const pool = this.poolOf(origin);
    const history: Writable<History> = { claims: past, lots: wallet.lots(), vouchers: wallet.vouchers() };
    if (pool) history.budget = pool.view();
    return this.ask(origin, file, history);
  }

  /** The same with another history than the present one. */
  ask(origin: Origin, file: PersonFile, history: History): Verdict | Postponed {
    const site = this.rules.sites.get(origin.ref.siteId);
    if (!site) return { later: 'SITE_MISSING' };
    if (!file.facts) return { later: 'FACTS_MISSING' };
    const packId = packIdOf(site, origin);
    if (packId === null) return refusalWithoutRules('SITE_NOT_COVERED', origin.grossFen);
    const packs = this.packsFor(packId, site);
    if (packs[0]?.packId !== packId) return { later: 'NO_RULE_VERSION' };
    const { calendar, calendarYears, settingsOn } = this.rules;
    const offered = file.wallet.isEmpty ? history : ownOf(history, file, packId);
    const { explain } = this.options;
    const request = origin.request(site.facts);
    const input: Writable<DecideInput> = { packs, facts: file.facts, history: offered, calendar, request };
    if (calendarYears) input.calendarYears = calendarYears;
    if (settingsOn) input.settings = settingsOn(origin.ref.serviceDate);
    if (explain !== undefined) input.explain = explain;
    const decision = this.rules.decide(input);
    if ('later' in decision) return decision;
    const pool = this.poolOf(origin);
    if (pool && decision.reason.startsWith('BUDGET_')) pool.wasShort = true;
    const budget = pool ? { budgetId: pool.state.budgetId, version: pool.state.version } : null;
    const siteVersion = site.version;
    return verdictOf(decision, file.wallet.isEmpty ? { siteVersion, budget } : { siteVersion, budget, allowances: offered }); // prettier-ignore
  }

  /** The pool that would pay: of the narrowest area of the site that has one. Without a pool money is not limited. */
  poolOf(origin: Origin, purpose: PoolPurpose = 'claims'): BudgetPool | undefined {
    const site = this.rules.sites.get(origin.ref.siteId);
    const packId = site ? packIdOf(site, origin) : null;
    if (!site || packId === null) return undefined;
    const { town, district, city } = site.facts;
    return this.pools.find(packId, [town, district, city], this.years.yearFor(origin.ref.serviceDate), purpose);
  }

  bearersOf(origin: Origin): Bearers | undefined {
    const site = this.rules.sites.get(origin.ref.siteId);
    const pack = this.rules.packs.get(site?.mealPackId ?? '');
    return pack && lossBearersOf([pack], origin.ref.serviceDate);
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
}

function packIdOf(site: SiteRules, origin: Origin): string | null {
  return origin.asked.kind === 'meal' ? site.mealPackId : site.dayCarePackId;
}

/** Allowances of this pack only. */
function ownOf(history: History, { wallet }: PersonFile, packId: string): History & { readonly budget?: BudgetView } {
  return {
    ...history,
    lots: history.lots.filter(({ lotId }) => wallet.isOf(lotId, packId)),
    vouchers: history.vouchers.filter(({ voucherId }) => wallet.isOf(voucherId, packId)),
  };
}
