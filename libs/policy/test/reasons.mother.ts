import type { DecideInput, Decision, PastClaim } from '../src/index.js';
import { REASON_TEXTS } from '../src/index.js';
import { CITIES, day, decided, elderAt, inputFor, lunch, siteOf, type City } from './inputs.mother.js';

const on = day('2026-03-11');
const claim = (serviceDate: string, subsidyFen = 300, mealPeriod = 'lunch'): PastClaim => ({
  kind: 'meal',
  serviceDate: day(serviceDate),
  mealPeriod: mealPeriod as 'lunch',
  siteCode: 'other',
  subsidyFen,
});
const history = (claims: readonly PastClaim[], more: object = {}): DecideInput['history'] => ({
  ...inputFor('cn-taiyuan-card').history,
  claims,
  ...more,
});
const meal = (city: City, changes: Partial<DecideInput>): DecideInput => inputFor(city, { explain: true, ...changes });
const stay = (kind: 'hospital' | 'institution'): object => ({
  stays: [{ kind, from: day('2026-03-10'), to: day('2026-03-12') }],
});
const care = (changes: Partial<DecideInput>, request: object = {}): DecideInput => {
  const site = CITIES['cn-shenyang-shenbei'];
  const abilityLevel = [{ level: 2, from: day('2025-01-01') }];
  return inputFor('cn-shenyang-shenbei', {
    explain: true,
    facts: elderAt(site, { abilityLevel }),
    request: {
      kind: 'day_care',
      serviceDate: on,
      minutes: 480,
      insurancePaidFen: 0,
      otherPublicPaidFen: 0,
      site,
      ...request,
    } as never,
    ...changes,
  });
};
const facts = (city: City, changes: object): Partial<DecideInput> => ({ facts: elderAt(CITIES[city], changes) });
const days = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `2026-03-${String(from + index).padStart(2, '0')}`);

const { 'cn-taiyuan-card': TY, 'cn-shenyang-shenbei': SY, 'cn-shenzhen': SZ, 'cn-shanghai-putuo': SH } = CITIES;

/** For every released reason code an input that has it as its result. */
const INPUTS: Readonly<Record<string, DecideInput>> = {
  OK: meal('cn-shenyang-shenbei', {}),
  DUP_PERIOD: meal('cn-shenyang-shenbei', { history: history([claim('2026-03-11')]) }),
  NO_WALLET: meal('cn-taiyuan-card', { history: history([], { lots: [] }) }),
  WALLET_SHORT: meal('cn-taiyuan-card', {
    history: history([], { lots: [{ month: '2026-03', kind: 'monthly', leftFen: 320, expiresOn: day('2026-04-30') }] }),
  }),
  MONTH_MEALS_CAP: meal('cn-taiyuan-card', {
    history: history([
      ...days(1, 11).map((date) => claim(date, 300, 'dinner')),
      ...days(12, 22).map((date) => claim(date)),
    ]),
  }),
  MONTH_MONEY_CAP: meal('cn-shenyang-shenbei', { history: history([claim('2026-03-01', 8800)]) }),
  WEEK_CAP: meal('cn-tianjin', {
    history: history(days(9, 13).map((date) => claim(date))),
    request: lunch(CITIES['cn-tianjin'], { serviceDate: day('2026-03-15') }),
  }),
  DAY_CAP: meal('cn-zhuhai', { history: history([claim('2026-03-11', 300, 'breakfast')]) }),
  BUDGET_EXHAUSTED: meal('cn-shenyang-shenbei', {
    history: history([], { budget: { availableFen: 299, reservedFen: 0 } }),
  }),
  BUDGET_RESERVED: meal('cn-shenzhen', { history: history([], { budget: { availableFen: 5000, reservedFen: 4500 } }) }),
  HUKOU: meal('cn-tianjin', facts('cn-tianjin', { hukou: [] })),
  NOT_RESIDENT: meal('cn-taiyuan-card', facts('cn-taiyuan-card', { livesIn: [] })),
  SITE_NOT_COVERED: meal('cn-shenzhen', { request: lunch(siteOf('shenzhen', 'elsewhere')) }),
  NOT_ENROLLED: meal(
    'cn-tianjin',
    facts('cn-tianjin', { applications: [{ for: 'meal', appliedOn: day('2026-03-01') }] }),
  ),
  UNVERIFIED: meal(
    'cn-shenyang-shenbei',
    facts('cn-shenyang-shenbei', { applications: [{ for: 'identity', appliedOn: day('2026-03-01') }] }),
  ),
  CATEGORY: meal('cn-shenyang-shenbei', facts('cn-shenyang-shenbei', { bornOn: day('1967-03-01') })),
  IN_INSTITUTION: meal('cn-tianjin', facts('cn-tianjin', stay('institution'))),
  IN_HOSPITAL: meal('cn-shenzhen', facts('cn-shenzhen', stay('hospital'))),
  DECEASED: meal('cn-shenzhen', facts('cn-shenzhen', { diedOn: day('2026-03-01') })),
  NOT_WORKDAY: meal('cn-tianjin', {
    ...facts('cn-tianjin', { bornOn: day('1935-03-01') }),
    request: lunch(CITIES['cn-tianjin'], { serviceDate: day('2022-06-18') }),
  }),
  NOT_WEEKDAY: meal('cn-shenzhen', { request: lunch(SZ, { serviceDate: day('2026-03-14') }) }),
  HOLIDAY: meal('cn-shenzhen', { calendar: [{ date: on, kind: 'holiday' }] }),
  PERIOD_NOT_COVERED: meal('cn-taiyuan-card', { request: lunch(TY, { mealPeriod: 'breakfast' }) }),
  BELOW_STANDARD_MEAL: meal('cn-tianjin', { request: lunch(CITIES['cn-tianjin'], { priceFen: 1200 }) }),
  BELOW_THRESHOLD: meal('cn-shanghai-putuo', {}),
  DINE_IN_ONLY: meal('cn-shanghai-putuo', {
    request: lunch(SH, { channel: 'delivery', priceFen: 2000, deliveryFeeFen: 300 }),
  }),
  MIN_SELF_PAY: meal('cn-guangzhou-zengcheng', { request: lunch(CITIES['cn-guangzhou-zengcheng'], { priceFen: 500 }) }),
  ABILITY_LEVEL: care({ facts: elderAt(SY) }),
  NO_VOUCHER: care({ history: history([], { vouchers: [] }) }),
  VOUCHER_SHORT: care({ history: history([], { vouchers: [{ month: '2026-03', leftFen: 1000 }] }) }),
  VOUCHER_EMPTY: care({ history: history([], { vouchers: [{ month: '2026-03', leftFen: 0 }] }) }),
  SCHEME_NOT_STARTED: care({}, { serviceDate: day('2025-12-31') }),
  SCHEME_ENDED: care({}, { serviceDate: day('2027-01-01') }),
  MEAL_IN_DAYCARE: meal('cn-shenyang-shenbei', {
    history: history([{ kind: 'day_care', serviceDate: on, siteCode: 'c', subsidyFen: 0 }]),
  }),
};

/** Codes that a service gives when it decides without facts or calendar; `decide` itself waits. */
const FROM_SERVICES = ['FACTS_MISSING', 'CALENDAR_MISSING'];

export function decisionsByReason(): ReadonlyMap<string, Decision> {
  const ok = decided(inputFor('cn-shenyang-shenbei'));
  return new Map(
    Object.keys(REASON_TEXTS).map((reason) => {
      const input = INPUTS[reason];
      if (input) return [reason, decided(input)];
      if (!FROM_SERVICES.includes(reason)) throw new Error(`no input for ${reason}`);
      const refused = {
        outcome: 'deny' as const,
        reason,
        subsidyFen: 0,
        selfPayFen: ok.grossFen,
        shares: [],
        steps: ok.steps.slice(0, 1),
      };
      return [reason, { ...ok, ...refused }];
    }),
  );
}
