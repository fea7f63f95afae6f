import type { LocalDate } from '@doorstep/kernel';
import type { DecideInput, Decision, MealRequest, PersonFacts, SiteFacts } from '../src/index.js';
import { decide } from '../src/index.js';
import { packOf } from './packs.fixture.js';

export const day = (text: string): LocalDate => text as LocalDate;

export const NOBODY: PersonFacts = {
  hukou: [],
  livesIn: [],
  categories: [],
  abilityLevel: [],
  stays: [],
  applications: [],
};

/** One city with everything in it, so that the same elder fits every pack. */
export function siteOf(city: string, district: string, schedule = 'minfeng'): SiteFacts {
  return { code: 'canteen', province: 'p', city, district, town: 't', schedule };
}

/** Born 1943-03-12, at home beside the canteen. */
export function elderAt(site: SiteFacts, changes: Partial<PersonFacts> = {}): PersonFacts {
  const home = {
    factId: 'home',
    from: day('1990-01-01'),
    province: 'p',
    city: site.city,
    district: site.district,
    town: 't',
  };
  return { ...NOBODY, bornOn: day('1943-03-12'), hukou: [home], livesIn: [home], ...changes };
}

export function lunch(site: SiteFacts, changes: Partial<MealRequest> = {}): MealRequest {
  return {
    kind: 'meal',
    serviceDate: day('2026-03-11'),
    mealPeriod: 'lunch',
    priceFen: 1500,
    menu: 'set',
    channel: 'dine_in',
    deliveryFeeFen: 0,
    site,
    ...changes,
  };
}

export const CITIES = {
  'cn-taiyuan-card': siteOf('taiyuan', 'd'),
  'cn-shenyang-shenbei': siteOf('shenyang', 'shenbei'),
  'cn-tianjin': siteOf('tianjin', 'd'),
  'cn-guangzhou-zengcheng': siteOf('guangzhou', 'zengcheng'),
  'cn-shenzhen': siteOf('shenzhen', 'd'),
  'cn-shanghai-putuo': siteOf('shanghai', 'putuo'),
  'cn-zhuhai': siteOf('zhuhai', 'd'),
} as const;

export type City = keyof typeof CITIES;

export function inputFor(city: City, changes: Partial<DecideInput> = {}): DecideInput {
  const site = CITIES[city];
  return {
    packs: [packOf(city), packOf('cn-daycare-voucher')],
    facts: elderAt(site),
    history: {
      claims: [],
      lots: [{ month: '2026-03' as never, kind: 'monthly', leftFen: 8000, expiresOn: day('2026-04-30') }],
      vouchers: [{ month: '2026-03' as never, leftFen: 80_000 }],
    },
    calendar: [],
    request: lunch(site),
    ...changes,
  };
}

/** Decides and insists on a decision. */
export function decided(input: DecideInput): Decision {
  const result = decide(input);
  if ('later' in result) throw new Error(`undecided: ${result.later}`);
  return result;
}
