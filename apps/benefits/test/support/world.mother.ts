import type { LocalDate } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { CompiledPack, PersonFacts } from '@doorstep/policy';
import { decide } from '@doorstep/policy';
import type { PoolState } from '../../src/budgets/domain/budget-pool.js';
import { BudgetPools } from '../../src/budgets/domain/budget-pool.js';
import { BookYears } from '../../src/claims/domain/book-years.js';
import { ClaimBook } from '../../src/claims/domain/claim-book.js';
import type { Happening } from '../../src/claims/domain/happening.js';
import type { SiteRules } from '../../src/claims/domain/judge.js';
import type { AskedCare, AskedMeal } from '../../src/claims/domain/origin.js';
import { PersonFile } from '../../src/claims/domain/person-file.js';
import { Wallet } from '../../src/entitlements/domain/wallet.js';
import { releasedPack } from './packs.js';

export const MEALS = 'cn-shenyang-shenbei';
export const CARE = 'cn-daycare-voucher';
export const LUNCH_DAY = '2026-09-15' as LocalDate;

const packs: ReadonlyMap<string, CompiledPack> = new Map([
  [MEALS, releasedPack(MEALS)],
  [CARE, releasedPack(CARE)],
]);

const site = (code: string, town: string, schedule?: string): SiteRules => ({
  facts: { code, province: 'liaoning', city: 'shenyang', district: 'shenbei', town, ...(schedule ? { schedule } : {}) },
  version: 1,
  mealPackId: schedule ? MEALS : null,
  dayCarePackId: schedule ? null : CARE,
});

export const sites = new Map<string, SiteRules>([
  ['puya', site('puya', 'daoyi', 'puya')],
  ['minfeng', site('minfeng', 'huishan', 'minfeng')],
  ['chenxing', site('chenxing', 'xinchengzi', 'chenxing')],
  ['huishan-day-care', site('huishan-day-care', 'huishan')],
  // Another city's canteen: benefit money by card.
  [
    'tiejiang',
    {
      facts: { code: 'tiejiang', province: 'shanxi', city: 'taiyuan', district: 'xinghualing', town: 'jiancaoping' },
      version: 1,
      mealPackId: 'cn-taiyuan-card',
      dayCarePackId: null,
    },
  ],
]);

const AT_HOME = {
  from: '1998-01-01' as LocalDate,
  province: 'liaoning',
  city: 'shenyang',
  district: 'shenbei',
  town: 'daoyi',
};

/** Grandmother Li, 85: 3 yuan off at Puya. */
export function factsOf(bornOn: string, more: Partial<PersonFacts> = {}): PersonFacts {
  return {
    bornOn: bornOn as LocalDate,
    birthFactId: uuidv7(),
    hukou: [AT_HOME],
    livesIn: [AT_HOME],
    categories: [],
    abilityLevel: [{ level: 2, from: '2024-01-01' as LocalDate }],
    stays: [],
    applications: [],
    ...more,
  };
}

export const budgetOf = (amountFen: number, more: Partial<PoolState> = {}): PoolState => ({
  budgetId: uuidv7(),
  packId: MEALS,
  area: 'shenbei',
  year: 2026,
  amountFen,
  purpose: 'claims',
  cutOff: 'each_claim',
  reservedFen: 0,
  reserveUsedFen: 0,
  heldFen: 0,
  spentFen: 0,
  priorFen: 0,
  version: 1,
  exhausted: false,
  ...more,
});

/** A batch in memory: persons, budgets and the book that plays on them. */
export class TestWorld {
  readonly pools: BudgetPools;
  readonly files = new Map<string, PersonFile>();
  readonly book: ClaimBook;

  constructor(
    readonly budgets: readonly PoolState[] = [],
    closedYears: readonly number[] = [],
    rulePacks = packs,
  ) {
    this.pools = new BudgetPools(budgets);
    this.book = new ClaimBook({
      files: this.files,
      pools: this.pools,
      rules: { decide, packs: rulePacks, calendar: [], sites },
      years: new BookYears(new Set(closedYears), 2026),
      now: new Date('2026-09-15T04:00:00Z'),
      today: LUNCH_DAY,
    });
  }

  person(facts: PersonFacts | undefined, wallet = new Wallet()): string {
    const personId = uuidv7();
    this.files.set(personId, new PersonFile(personId, facts, { decisionNumber: 0, entitlementVersion: 0 }, wallet));
    return personId;
  }

  /** What late facts do: the same file, other facts. */
  learn(personId: string, facts: PersonFacts): void {
    this.file(personId).believe(facts);
  }

  file(personId: string): PersonFile {
    const file = this.files.get(personId);
    if (!file) throw new Error('nobody');
    return file;
  }

  /** `held`, `denied DUP_PERIOD`, `reversed returned` and so on, in order. */
  story(): string[] {
    return this.book.changes.map(({ kind, claim, why }) =>
      [kind, kind === 'denied' ? claim.record.terms.reason : why].filter((part) => part !== null).join(' '),
    );
  }
}

const CAUSE = { actor: 'staff:op-puya', correlationId: 'test' };

export const lunchAt = (siteId: string, personId: string, more: Partial<AskedMeal> = {}, serviceDate = LUNCH_DAY) => ({
  kind: 'asked' as const,
  ref: { originId: uuidv7(), personId, siteId, serviceDate, mealPeriod: 'lunch' as const },
  asked: {
    kind: 'meal' as const,
    priceFen: 1000,
    menu: 'set' as const,
    channel: 'dine_in' as const,
    deliveryFeeFen: 0,
    ...more,
  },
  cause: CAUSE,
  overdue: false,
});

export const careDay = (
  personId: string,
  kind: 'asked' | 'attended' | 'absent',
  more: Partial<AskedCare> = {},
  serviceDate = LUNCH_DAY,
) => ({
  kind,
  ref: { originId: uuidv7(), personId, siteId: 'huishan-day-care', serviceDate, mealPeriod: null },
  asked: {
    kind: 'day_care' as const,
    minutes: 480,
    withLunch: true,
    insurancePaidFen: 0,
    otherPublicPaidFen: 0,
    ...more,
  },
  cause: CAUSE,
  overdue: false,
});

export function then<K extends 'served' | 'returned'>(first: Happening, kind: K) {
  return { ref: first.ref, cause: CAUSE, overdue: false, kind };
}

export function calledOff(first: Happening, why: 'cancelled' | 'hospital' | 'no_show'): Happening {
  return { ref: first.ref, cause: CAUSE, overdue: false, kind: 'called_off', why };
}
