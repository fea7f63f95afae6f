import { addDays, shanghaiInstant, type LocalDate } from '@doorstep/kernel';
import {
  budgetPoolOf,
  decide,
  hasEntitlements,
  hasRulesFor,
  packSettings,
  settingProblem,
  type CompiledPack,
  type DecideInput,
  type Decision,
  type PackSettings,
  type PersonFacts,
  type SiteFacts,
  type Undecidable,
} from '@doorstep/policy';
import { BudgetPools, type BudgetPool, type PoolState } from '../budgets/domain/budget-pool.js';
import { BookYears } from '../claims/domain/book-years.js';
import { ClaimBook } from '../claims/domain/claim-book.js';
import type { RuleBook, SiteRules } from '../claims/domain/judge.js';
import type { PersonFile } from '../claims/domain/person-file.js';
import { dueRulesOf, type DueRules } from '../entitlements/domain/due-rules.js';
import { ScenarioError } from './scenario.errors.js';
import type { Scenario, SiteText } from './scenario-schema.js';

/** The small world of one scenario: the claims, wallets and budgets of the service itself, without a database. */
export class World {
  readonly files = new Map<string, PersonFile>();
  clock = '1850-01-01' as LocalDate;
  pools = new BudgetPools([]);
  /** The one that the opening names. */
  pool: BudgetPool | undefined;
  /** Since the step before. */
  moved = { lapsedFen: 0, issuedFen: 0 };
  /** Decisions of the steps so far. */
  readonly decisions: Decision[] = [];
  private readonly sites = new Map<string, SiteRules>();
  private readonly rules: RuleBook;
  private readonly changes: Scenario['paramChanges'];
  private asked: Decision[] = [];

  constructor(
    readonly scenario: Scenario,
    readonly packs: readonly CompiledPack[],
    private readonly explain: boolean,
  ) {
    const idOf = (kind: 'meal' | 'care'): string | null =>
      packs.find((pack) => hasRulesFor(pack, kind))?.packId ?? null;
    const [mealPackId, dayCarePackId] = [idOf('meal'), idOf('care')];
    for (const site of [...(scenario.site ? [scenario.site] : []), ...scenario.otherSites]) {
      if (this.sites.has(site.code)) throw new ScenarioError(`two sites are called ${site.code}`);
      this.sites.set(site.code, { facts: siteFacts(site), version: 1, mealPackId, dayCarePackId });
    }
    this.rules = {
      decide: (input) => this.decideAndKeep(input),
      packs: new Map(packs.map((pack) => [pack.packId, pack])),
      calendar: scenario.calendar,
      sites: this.sites,
      settingsOn: this.settingsOn,
    };
    this.changes = [...scenario.paramChanges].sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
    this.checkSettings();
  }

  site(ref: string | undefined): SiteFacts {
    const code = ref ?? this.scenario.site?.code ?? this.scenario.otherSites[0]?.code;
    const site = code === undefined ? undefined : this.sites.get(code);
    if (!site) throw new ScenarioError(`there is no site ${code ?? '(default)'}`);
    return site.facts;
  }

  file(ref: string | undefined): PersonFile {
    const wanted = ref ?? this.scenario.person?.ref;
    const file = wanted === undefined ? undefined : this.files.get(wanted);
    if (!file) throw new ScenarioError(`there is no person ${wanted ?? '(default)'}`);
    return file;
  }

  /** A batch of its own on the books as they are, on the day that the clock shows. */
  book(): ClaimBook {
    const { files, pools, rules, clock: today } = this;
    const years = new BookYears(new Set(), Number(today.slice(0, 4)));
    this.asked = [];
    return new ClaimBook({ files, pools, rules, years, now: shanghaiInstant(today, '12:00'), today });
  }

  /** Keeps what was decided about the step itself; later ones of the same step only follow from it. */
  noteDecision(): void {
    const [first] = this.asked;
    if (first) this.decisions.push(first);
  }

  /** Code of the area whose pool pays at the default site, as the rules of that date name it. */
  budgetScope(date: LocalDate): string | undefined {
    return budgetPoolOf(this.packs, this.site(undefined), date)?.split('/').at(-2);
  }

  openBudget(state: PoolState): void {
    this.pools = new BudgetPools([state]);
    this.pool = this.pools.get(state.budgetId);
  }

  /** Settings that hold for service dates on this day. */
  readonly settingsOn = (date: LocalDate): PackSettings => {
    const settings = { ...this.scenario.params };
    for (const change of this.changes) if (change.from <= date) Object.assign(settings, change.set);
    return settings;
  };

  dueRules(facts: PersonFacts): DueRules[] {
    if (this.packs.some((pack) => hasEntitlements(pack))) this.site(undefined);
    return dueRulesOf(this.rules, facts);
  }

  /** Moves the clock; a step of an earlier day (a meal that came in late) leaves it where it is. */
  moveTo(date: LocalDate): void {
    while (this.clock < date) {
      this.clock = addDays(this.clock, 1);
      for (const { facts, wallet } of this.files.values()) {
        if (!facts) continue;
        const { lapsedFen, issuedFen } = wallet.startDay(this.clock, this.dueRules(facts));
        this.moved.lapsedFen += lapsedFen;
        this.moved.issuedFen += issuedFen;
      }
    }
  }

  private decideAndKeep(input: DecideInput): Decision | Undecidable {
    const result = decide({ ...input, explain: this.explain });
    if (!('later' in result)) this.asked.push(result);
    return result;
  }

  private checkSettings(): void {
    const known = packSettings(this.packs);
    const all = [this.scenario.params, ...this.scenario.paramChanges.map((change) => change.set)];
    for (const settings of all) {
      for (const [name, value] of Object.entries(settings)) {
        const problem = settingProblem(known.get(name), value);
        if (problem) throw new ScenarioError(`setting ${name} = ${value}: ${problem}`);
      }
    }
  }
}

function siteFacts({ standardMealPrice, ...site }: SiteText): SiteFacts {
  return { ...site, ...(standardMealPrice !== undefined && { standardMealPriceFen: standardMealPrice }) } as SiteFacts;
}
