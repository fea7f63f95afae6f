import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, localDate, monthOf } from '@doorstep/kernel';
import { ROOT } from '@doorstep/local-stack';
import { compilePack } from '@doorstep/policy';
import type { CompiledPack, DecideInput, History, PastClaim, PersonFacts, PlaceFact } from '@doorstep/policy';

export interface EngineCase {
  readonly name: string;
  readonly inputs: readonly DecideInput[];
}

type Kind = 'meal' | 'day_care';

const PACKS = join(ROOT, 'apps/benefits/packs');
/** A lunch in a week and a month in which people have eaten before. */
const DATE = localDate('2026-03-26');
const PEOPLE = 64;
const CATEGORIES = ['dibao', 'tekun', 'empty_nest', 'severe_care', 'disabled', 'family_planning'];
const SCHEDULES = ['minfeng', 'puya', 'chenxing'];

/** What an elder lives in: a town of each pack's own city, so that the rules of residence let everybody through. */
const PLACES: Readonly<Record<string, Omit<PlaceFact, 'from'>>> = {
  'cn-daycare-voucher': { province: 'zhejiang', city: 'hangzhou', district: 'binjiang', town: 'changhe' },
  'cn-guangzhou-zengcheng': { province: 'guangdong', city: 'guangzhou', district: 'zengcheng', town: 'zhengguo' },
  'cn-shanghai-putuo': { province: 'shanghai', city: 'shanghai', district: 'putuo', town: 'caoyang' },
  'cn-shenyang-shenbei': { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' },
  'cn-shenzhen': { province: 'guangdong', city: 'shenzhen', district: 'futian', town: 'meilin' },
  'cn-taiyuan-card': { province: 'shanxi', city: 'taiyuan', district: 'yingze', town: 'yingze' },
  'cn-tianjin': { province: 'tianjin', city: 'tianjin', district: 'heping', town: 'xinxing' },
  'cn-zhuhai': { province: 'guangdong', city: 'zhuhai', district: 'xiangzhou', town: 'jida' },
};

/** Every released pack that decides about people, with the same 64 elders of 75 to 100 and many categories and levels. */
export function engineCases(explain: boolean): EngineCase[] {
  const care = released('cn-daycare-voucher');
  return Object.keys(PLACES).map((name) => {
    const packs = name === 'cn-daycare-voucher' ? [care] : [released(name), care];
    const kind = name === 'cn-daycare-voucher' ? 'day_care' : 'meal';
    return { name, inputs: Array.from({ length: PEOPLE }, (_, n) => inputOf({ name, packs, kind, explain }, n)) };
  });
}

/** A pack that is released and not in the list would not be measured. */
export function unmeasuredPacks(): string[] {
  const folders = readdirSync(PACKS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  // Grants to operators are worked out for a month and a site; nobody waits for one at a till.
  return folders.map(({ name }) => name).filter((name) => name !== 'operator-grants' && !(name in PLACES));
}

function released(pack: string): CompiledPack {
  const folder = join(PACKS, pack);
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return compilePack(files.sort().map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })));
}

interface CaseWish {
  readonly name: string;
  readonly packs: readonly CompiledPack[];
  readonly kind: Kind;
  readonly explain: boolean;
}

function inputOf({ name, packs, kind, explain }: CaseWish, n: number): DecideInput {
  const place = PLACES[name] as Omit<PlaceFact, 'from'>;
  const site = { code: 'puya', ...place, town: place.town ?? '', schedule: SCHEDULES[n % SCHEDULES.length] as string };
  const meal = { kind: 'meal', mealPeriod: 'lunch', priceFen: 2600, menu: 'set', channel: 'dine_in' } as const;
  const request =
    kind === 'meal'
      ? { ...meal, serviceDate: DATE, deliveryFeeFen: 0, site }
      : { kind, serviceDate: DATE, minutes: 420, withMeal: true, insurancePaidFen: 0, otherPublicPaidFen: 0, site };
  return { packs, facts: factsOf(place, n), history: historyOf(name), calendar: [], explain, request };
}

function factsOf(place: Omit<PlaceFact, 'from'>, n: number): PersonFacts {
  const from = localDate('2015-01-01');
  const home = { ...place, from };
  const approved = { appliedOn: from, approvedOn: from, firstIssuedOn: from };
  return {
    bornOn: localDate(`${1926 + (n % 25)}-03-12`),
    birthFactId: `birth-${n}`,
    hukou: [{ factId: 'hukou', ...home }],
    livesIn: [{ factId: 'home', ...home }],
    categories: [n, n + 1].map((at) => ({ factId: `category-${at}`, code: CATEGORIES[at % CATEGORIES.length] as string, from })), // prettier-ignore
    abilityLevel: [{ factId: 'level', level: 2 + (n % 3), from }],
    stays: [{ factId: 'stay', kind: 'hospital', from: localDate('2025-11-02'), to: localDate('2025-11-20') }],
    applications: ['meal', 'voucher', 'wallet'].map((wish) => ({ for: wish, ...approved })),
  };
}

/** Lunches of ten days before, a wallet and a voucher with money in them, and a budget that lasts. */
function historyOf(packId: string): History {
  const claims = Array.from({ length: 10 }, (_, n): PastClaim => {
    const serviceDate = addDays(DATE, -4 - n);
    return { claimId: `claim-${n}`, kind: 'meal', serviceDate, mealPeriod: 'lunch', siteCode: 'puya', packId, subsidyFen: 300 }; // prettier-ignore
  });
  const expiresOn = localDate('2026-04-30');
  return {
    claims,
    lots: [{ lotId: 'lot', month: monthOf(DATE), kind: 'monthly', leftFen: 8_000, expiresOn }],
    vouchers: [{ voucherId: 'voucher', month: monthOf(DATE), leftFen: 80_000 }],
    budget: { budgetId: 'budget', availableFen: 100_000_000, reservedFen: 0 },
  };
}
