import type { LocalDate } from '@doorstep/kernel';
import type { ImportRow } from '../city-csv.js';
import { importCsv } from '../city-csv.js';
import { fakePhone } from '../fake-numbers.js';
import { Random } from '../random.js';

/** Three districts of a city that does not exist, each with its own pack. Everything about them is made up. */
export const CITY = 'shifan';
export type District = 'dongyuan' | 'zhongyuan' | 'xiyuan';
export const PACK_OF: Readonly<Record<District, string>> = {
  dongyuan: 'cn-taiyuan-card',
  zhongyuan: 'cn-shenyang-shenbei',
  xiyuan: 'cn-tianjin',
};
export const DISTRICTS = Object.keys(PACK_OF) as District[];

export interface MonthSite {
  readonly code: string;
  readonly district: District;
  readonly schedule?: string;
}

/** Two canteens a district; those of the middle one have different schedules. */
export const SITES: readonly MonthSite[] = [
  { code: 'dong-1', district: 'dongyuan' },
  { code: 'dong-2', district: 'dongyuan' },
  { code: 'zhong-1', district: 'zhongyuan', schedule: 'puya' },
  { code: 'zhong-2', district: 'zhongyuan', schedule: 'minfeng' },
  { code: 'xi-1', district: 'xiyuan' },
  { code: 'xi-2', district: 'xiyuan' },
];

export interface MonthElder {
  readonly personId: string;
  readonly number: number;
  readonly district: District;
  readonly bornOn: LocalDate;
  readonly categories: readonly string[];
  /** Asked for the subsidy on the first of the month and not decided yet. */
  readonly applied: boolean;
}

export function elders(count: number, month: string, seed: number): MonthElder[] {
  const random = new Random(seed);
  const year = Number(month.slice(0, 4));
  return Array.from({ length: count }, (_, index): MonthElder => {
    const district = DISTRICTS[index % DISTRICTS.length] as District;
    const age = 60 + random.below(40);
    // The twentieth of months that are not the one that is played, so that nobody's age changes in it, save every 25th's.
    const other = ((Number(month.slice(5)) + 4 + random.below(6)) % 12) + 1;
    const bornIn = index % 25 === 7 ? Number(month.slice(5)) : other;
    return {
      personId: `00000000-0000-7000-8001-${String(index + 1).padStart(12, '0')}`,
      number: index + 1,
      district,
      bornOn: `${year - age}-${String(bornIn).padStart(2, '0')}-20` as LocalDate,
      categories: categoriesOf(random.below(20)),
      applied: district === 'xiyuan' && index % 30 === 2,
    };
  });
}

function categoriesOf(dice: number): string[] {
  if (dice < 2) return ['dibao'];
  if (dice === 2) return ['tekun'];
  return dice === 3 || dice === 4 ? ['alone'] : [];
}

/** The file for the registry. Names, numbers and addresses show that nobody of them exists. */
export function cityCsv(people: readonly MonthElder[], appliedOn: string): string {
  const place = (district: string) => ({ province: 'yanshi', city: CITY, district, town: `${district}-jie` });
  const rows: ImportRow[] = [{ record: 'area', code: CITY, kind: 'city', name: '示范市' }];
  for (const district of DISTRICTS) {
    rows.push({ record: 'area', code: district, kind: 'district', name: `示范市${district}`, parent: CITY });
    rows.push({ record: 'area', code: `${district}-jie`, kind: 'town', name: `示范街道${district}`, parent: district });
  }
  SITES.forEach(({ code, district, schedule }, index) =>
    rows.push({
      record: 'site',
      code,
      kind: 'canteen',
      name: `演示食堂 ${code}`,
      phone: fakePhone(8000 + index),
      ...place(district),
      schedule,
      standard_meal_price_fen: 1300,
      meal_pack: PACK_OF[district],
      periods: 'lunch 10:30-14:00 cut-off 09:30; dinner 16:30-19:00 cut-off 15:00',
    }),
  );
  for (const elder of people) rows.push(...personRows(elder, place(elder.district), appliedOn));
  return importCsv(rows);
}

function personRows(elder: MonthElder, home: object, appliedOn: string): ImportRow[] {
  const { number, personId, bornOn, categories, applied } = elder;
  const person = `MONTH-${String(number).padStart(4, '0')}`;
  const fact = (more: ImportRow): ImportRow => ({ record: 'fact', person, source: 'demo/month', ...more });
  return [
    {
      record: 'person',
      person,
      person_id: personId,
      name: `演示老人${String(number).padStart(4, '0')}`,
      phone: fakePhone(10_000 + number),
      address: `示范路${number}号`,
    },
    fact({ kind: 'birth', value: bornOn }),
    fact({ kind: 'hukou', ...home, valid_from: '2010-01-01' }),
    fact({ kind: 'residence', ...home, valid_from: '2015-01-01' }),
    ...categories.map((value) => fact({ kind: 'category', value, valid_from: '2024-01-01' })),
    ...(applied ? [fact({ kind: 'application', value: 'meal', valid_from: appliedOn })] : []),
  ];
}
