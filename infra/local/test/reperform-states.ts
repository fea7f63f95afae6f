import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../src/platform/paths.js';

type Fields = Record<string, unknown>;

export const DAY = '2026-06-15';
export const MRS_LI = '01920000-0000-7000-8000-0000000000a1';
export const id = (n: number): string => `01920000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const BIRTH = id(101);
export const RESIDENCE = id(102);
export const LEVEL = id(103);
export const CLAIM = id(1);
export const ORDER = id(11);

const document = (pack: string, from: string): string =>
  readFileSync(join(ROOT, 'apps/benefits/packs', pack, `${from}.yaml`), 'utf8');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const MEALS = document('cn-shenyang-shenbei', '2020-01-01');
export const CARE = document('cn-daycare-voucher', '2020-01-01');
export const MEAL_HASH = sha256(MEALS);
export const CARE_HASH = sha256(CARE);

export function activated(packId: string, effectiveFrom: string, text: string): Fields {
  const at = '2026-01-01T00:00:00Z';
  const dates = { effectiveFrom, effectiveTo: null, at };
  return { packId, ruleVersion: '1', ...dates, version: 1, document: text, sha256: sha256(text) };
}

export function site(siteId: string, siteKind: string): Fields {
  const isCanteen = siteKind === 'canteen';
  return {
    siteId,
    version: 1,
    siteKind,
    name: siteId,
    phone: null,
    province: 'liaoning',
    city: 'shenyang',
    district: 'shenbei',
    town: 'huishan',
    schedule: isCanteen ? 'minfeng' : null,
    standardMealPriceFen: null,
    deliveryFeeFen: 0,
    mealPackId: isCanteen ? 'cn-shenyang-shenbei' : null,
    dayCarePackId: isCanteen ? null : 'cn-daycare-voucher',
    periods: [],
    places: 30,
    active: true,
  };
}

export function placed(orderId: string): Fields {
  const quote = { discountFen: 0, subsidyFen: 300, selfPayFen: 700, shares: [], outcome: 'approve', reason: 'OK' };
  return {
    orderId,
    personId: MRS_LI,
    siteId: 'minfeng',
    serviceDate: DAY,
    mealPeriod: 'lunch',
    channel: 'dine_in',
    menu: 'set',
    lines: [{ dishId: id(77), quantity: 1, unitPriceFen: 1_000, standardSet: true }],
    grossFen: 1_000,
    claimPriceFen: 1_000,
    deliveryFeeFen: 0,
    quote: { ...quote, packId: 'cn-shenyang-shenbei', ruleVersion: '1' },
    takenAt: `${DAY}T11:30:00+08:00`,
    tillId: 'till-1',
    takenBy: 'operator',
    flags: [],
  };
}
