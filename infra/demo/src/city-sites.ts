/**
 * Areas and sites of the demo city: Shenbei district of Shenyang with the fifteen canteen points of its published map of 2023
 * (Shenyang civil affairs bureau, 2023-12-06). Windows, set prices and schedules are the published ones where we know them; points
 * seven to fifteen are known only to exist and get a plain name and one lunch window. Cut-offs, delivery fees, places, towns and phone
 * numbers are made up; `000` numbers ring nowhere.
 */
export const CITY = { province: 'liaoning', city: 'shenyang', district: 'shenbei' } as const;
export const TOWNS = ['daoyi', 'huishan', 'xinchengzi', 'qingshui'] as const;
export type Town = (typeof TOWNS)[number];

export interface DemoArea {
  readonly code: string;
  readonly kind: 'city' | 'district' | 'town' | 'community';
  readonly name: string;
  readonly parent?: string;
}

export interface DemoSite {
  readonly code: string;
  readonly kind: 'canteen' | 'day_care_centre';
  readonly name: string;
  readonly town: Town;
  readonly schedule?: string;
  readonly standardMealPriceFen?: number;
  readonly deliveryFeeFen?: number;
  readonly mealPack?: string;
  readonly dayCarePack?: string;
  readonly periods: string;
  readonly places?: number;
}

export const DEMO_AREAS: readonly DemoArea[] = [
  { code: 'shenyang', kind: 'city', name: '沈阳市' },
  { code: 'shenbei', kind: 'district', name: '沈北新区', parent: 'shenyang' },
  { code: 'daoyi', kind: 'town', name: '道义街道', parent: 'shenbei' },
  { code: 'huishan', kind: 'town', name: '辉山街道', parent: 'shenbei' },
  { code: 'xinchengzi', kind: 'town', name: '新城子街道', parent: 'shenbei' },
  { code: 'qingshui', kind: 'town', name: '清水台街道', parent: 'shenbei' },
  { code: 'puya-community', kind: 'community', name: '蒲雅社区', parent: 'daoyi' },
  { code: 'minfeng-community', kind: 'community', name: '民丰社区', parent: 'huishan' },
  { code: 'chenxing-community', kind: 'community', name: '晨兴社区', parent: 'xinchengzi' },
];

const MEAL_PACK = 'cn-shenyang-shenbei';
const DAY_CARE_PACK = 'cn-daycare-voucher';
const BREAKFAST_CUT_OFF = 'cut-off 20:00 day-before';
const LUNCH_CUT_OFF = 'cut-off 09:30';
const DINNER_CUT_OFF = 'cut-off 15:00';

/** Without a schedule in the pack a point sells at full price. */
const OTHER_POINTS: readonly DemoSite[] = [
  {
    code: 'lanhai',
    kind: 'canteen',
    name: '蓝海社区幸福食堂',
    town: 'daoyi',
    periods: `breakfast 06:30-09:00 ${BREAKFAST_CUT_OFF}; lunch 11:30-13:30 ${LUNCH_CUT_OFF}`,
  },
  {
    code: 'huaqiang',
    kind: 'canteen',
    name: '华强社区食堂',
    town: 'daoyi',
    periods: `lunch 11:00-13:30 ${LUNCH_CUT_OFF}`,
  },
  {
    code: 'cailuo-yicun',
    kind: 'canteen',
    name: '财落一村老年食堂',
    town: 'xinchengzi',
    periods: `lunch 11:00-13:00 ${LUNCH_CUT_OFF}`,
  },
  ...Array.from({ length: 9 }, (_, index): DemoSite => {
    const number = String(index + 7).padStart(2, '0');
    const town = TOWNS[index % TOWNS.length] as Town;
    const periods = `lunch 11:30-13:00 ${LUNCH_CUT_OFF}`;
    return { code: `shenbei-point-${number}`, kind: 'canteen', name: `沈北助餐点 ${number}`, town, periods };
  }),
];

export const DEMO_SITES: readonly DemoSite[] = [
  {
    code: 'puya',
    kind: 'canteen',
    name: '蒲雅社区一食堂',
    town: 'daoyi',
    schedule: 'puya',
    standardMealPriceFen: 1000,
    deliveryFeeFen: 200,
    mealPack: MEAL_PACK,
    // One window from 11:00 to 19:00 in the source, cut here where lunch ends and dinner begins for the pack.
    periods: `lunch 11:00-14:30 ${LUNCH_CUT_OFF}; dinner 16:00-19:00 ${DINNER_CUT_OFF}`,
  },
  {
    code: 'minfeng',
    kind: 'canteen',
    name: '民丰社区食堂',
    town: 'huishan',
    schedule: 'minfeng',
    standardMealPriceFen: 1000,
    deliveryFeeFen: 200,
    mealPack: MEAL_PACK,
    periods: `breakfast 06:00-10:00 ${BREAKFAST_CUT_OFF}; lunch 11:00-15:00 ${LUNCH_CUT_OFF}`,
  },
  {
    code: 'chenxing',
    kind: 'canteen',
    name: '晨兴社区食堂',
    town: 'xinchengzi',
    schedule: 'chenxing',
    deliveryFeeFen: 300,
    mealPack: MEAL_PACK,
    periods: `breakfast 07:00-09:00 ${BREAKFAST_CUT_OFF}; lunch 11:00-14:00 ${LUNCH_CUT_OFF}`,
  },
  ...OTHER_POINTS,
  {
    code: 'huishan-day-care',
    kind: 'day_care_centre',
    name: '辉山日间照料中心',
    town: 'huishan',
    dayCarePack: DAY_CARE_PACK,
    periods: '',
    places: 40,
  },
];
