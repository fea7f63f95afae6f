import type { LocalDate } from '@doorstep/kernel';
import {
  budgetPoolOf,
  packSettings,
  settingProblem,
  type BudgetView,
  type CompiledPack,
  type Decision,
  type DueInput,
  type PackSettings,
  type SiteFacts,
} from '@doorstep/policy';
import { nextDay, startDay } from './clock.js';
import type { PersonBook } from './person-book.js';
import { ScenarioError } from './scenario.errors.js';
import type { Scenario, SiteText } from './scenario-schema.js';

/** The small world of one scenario while its steps are run. */
export class World {
  readonly books = new Map<string, PersonBook>();
  budgets: ReadonlyMap<string, BudgetView> = new Map();
  clock = '1850-01-01' as LocalDate;
  lapsedFen = 0;
  /** Since the step before. */
  moved = { lapsedFen: 0, issuedFen: 0 };
  /** Decisions of the steps so far. */
  readonly decisions: Decision[] = [];
  private readonly sites = new Map<string, SiteFacts>();

  constructor(
    readonly scenario: Scenario,
    readonly packs: readonly CompiledPack[],
    readonly explain: boolean,
  ) {
    for (const site of [...(scenario.site ? [scenario.site] : []), ...scenario.otherSites]) {
      if (this.sites.has(site.code)) throw new ScenarioError(`two sites are called ${site.code}`);
      this.sites.set(site.code, siteFacts(site));
    }
    this.checkSettings();
  }

  site(ref: string | undefined): SiteFacts {
    const code = ref ?? this.scenario.site?.code ?? this.scenario.otherSites[0]?.code;
    const site = code === undefined ? undefined : this.sites.get(code);
    if (!site) throw new ScenarioError(`there is no site ${code ?? '(default)'}`);
    return site;
  }

  book(ref: string | undefined): PersonBook {
    const wanted = ref ?? this.scenario.person?.ref;
    const book = wanted === undefined ? undefined : this.books.get(wanted);
    if (!book) throw new ScenarioError(`there is no person ${wanted ?? '(default)'}`);
    return book;
  }

  /** Settings that hold for service dates on this day. */
  readonly settingsOn = (date: LocalDate): PackSettings => {
    const settings = { ...this.scenario.params };
    for (const change of this.scenario.paramChanges) if (change.from <= date) Object.assign(settings, change.set);
    return settings;
  };

  due(book: PersonBook): DueInput {
    const { packs, settingsOn } = this;
    return { packs, facts: book.facts, site: this.site(undefined), calendar: this.scenario.calendar, settingsOn };
  }

  budgetKey(site: SiteFacts, date: LocalDate): string | undefined {
    return budgetPoolOf(this.packs, site, date);
  }

  /** Moves the clock; a step of an earlier day (a meal that came in late) leaves it where it is. */
  moveTo(date: LocalDate): void {
    while (this.clock < date) {
      this.clock = nextDay(this.clock);
      for (const book of this.books.values()) {
        const { lapsedFen, issuedFen } = startDay(book, this.clock, this.due(book));
        this.lapsedFen += lapsedFen;
        this.moved.lapsedFen += lapsedFen;
        this.moved.issuedFen += issuedFen;
      }
    }
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
    const dates = this.scenario.paramChanges.map((change) => change.from);
    if (dates.some((date, index) => index > 0 && date < (dates[index - 1] ?? date))) {
      throw new ScenarioError('paramChanges are not in order of their dates');
    }
  }
}

function siteFacts({ standardMealPrice, ...site }: SiteText): SiteFacts {
  return { ...site, ...(standardMealPrice !== undefined && { standardMealPriceFen: standardMealPrice }) } as SiteFacts;
}
