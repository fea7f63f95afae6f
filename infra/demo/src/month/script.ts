import type { MealPeriod, PersonFactValue } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { Random } from '../random.js';
import type { MonthElder, MonthSite } from './month-city.js';
import { SITES } from './month-city.js';
import type { MonthPlan } from './plan.js';

export interface MonthDish {
  readonly id: string;
  readonly name: string;
  readonly priceFen: number;
  readonly standardSet: boolean;
}

export interface MonthOrder {
  readonly id: string;
  readonly elder: MonthElder;
  readonly site: string;
  readonly serviceDate: LocalDate;
  readonly mealPeriod: MealPeriod;
  readonly dishId: string;
  readonly priceFen: number;
}

/** Something that was true before anybody knew it. */
export interface LateFact {
  readonly elder: MonthElder;
  readonly fact: PersonFactValue;
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
  /** The application that this one takes the place of. */
  readonly approves?: boolean;
}

export interface MonthScript {
  readonly plan: MonthPlan;
  readonly elders: readonly MonthElder[];
  readonly menus: ReadonlyMap<string, readonly MonthDish[]>;
  /** By elder, each in the order of their meals. */
  readonly orders: readonly (readonly MonthOrder[])[];
  /** On the day after the month. */
  readonly dayAfter: readonly MonthOrder[];
  /** Learnt before the month is closed. */
  readonly inTime: readonly LateFact[];
  /** Learnt when the month was paid already. */
  readonly tooLate: readonly LateFact[];
}

/** Of a hundred elders so many come on a day; one in six eats dinner instead, one in twelve both. */
const COMES = 34;

export function drawUpMonth(plan: MonthPlan, elders: readonly MonthElder[], seed: number): MonthScript {
  const random = new Random(seed);
  const menus = new Map(SITES.map(({ code, district }) => [code, menuOf(district === 'xiyuan')]));
  const order = (elder: MonthElder, serviceDate: LocalDate, mealPeriod: MealPeriod): MonthOrder => {
    const own = SITES.filter(({ district }) => district === elder.district) as [MonthSite, MonthSite];
    const { code } = random.below(4) === 0 ? own[1] : own[elder.number % 2 === 0 ? 0 : 1];
    const dish = random.pick(menus.get(code) as readonly MonthDish[]);
    const { id: dishId, priceFen } = dish;
    return { id: uuidv7(), elder, site: code, serviceDate, mealPeriod, dishId, priceFen };
  };
  const orders = elders.map((elder) =>
    plan.days.flatMap((day) => {
      if (random.below(100) >= COMES) return [];
      const dice = random.below(12);
      const periods: MealPeriod[] = dice === 0 ? ['lunch', 'dinner'] : dice < 3 ? ['dinner'] : ['lunch'];
      return periods.map((period) => order(elder, day, period));
    }),
  );
  const dayAfter = elders
    .filter(({ number, applied }) => number % 20 === 3 && !applied)
    .map((elder) => order(elder, plan.dayAfter, 'lunch'));
  return { plan, elders, menus, orders, dayAfter, ...lateFacts(plan, elders) };
}

/**
 * By number: 1 and 2 of forty died in the last third, 4 was in hospital, 5 had moved into an institution, 6 is on dibao since the first,
 * 8 had moved away. Half of them are learnt too late, and so are the approvals of those who had applied.
 */
function lateFacts(plan: MonthPlan, elders: readonly MonthElder[]): Pick<MonthScript, 'inTime' | 'tooLate'> {
  const firstOn = `${plan.month}-01` as LocalDate;
  const middle = plan.days[Math.floor(plan.days.length / 2)] as LocalDate;
  const away = { province: 'yanshi', city: 'linshi', district: 'linqu', town: 'linjie' };
  const facts: Record<number, (elder: MonthElder) => LateFact> = {
    1: (elder) => ({ elder, fact: { kind: 'death', diedOn: middle } }),
    4: (elder) => ({ elder, fact: { kind: 'stay', stay: 'hospital' }, validFrom: middle, validTo: addDays(middle, 6) }),
    5: (elder) => ({ elder, fact: { kind: 'stay', stay: 'institution' }, validFrom: middle }),
    6: (elder) => ({ elder, fact: { kind: 'category', category: 'dibao' }, validFrom: firstOn }),
    8: (elder) => ({ elder, fact: { kind: 'hukou', place: away }, validFrom: middle }),
  };
  const all = elders.flatMap((elder) => {
    const make = elder.applied ? undefined : facts[elder.number % 40];
    return make && !(elder.number % 40 === 6 && elder.categories.includes('dibao')) ? [make(elder)] : [];
  });
  const approvals = elders
    .filter(({ applied }) => applied)
    .map((elder): LateFact => {
      const approvedOn = plan.dayAfter;
      return { elder, fact: { kind: 'application', for: 'meal', appliedOn: firstOn, approvedOn }, approves: true };
    });
  return {
    inTime: all.filter(({ elder }) => Math.floor(elder.number / 40) % 2 === 0),
    tooLate: [...all.filter(({ elder }) => Math.floor(elder.number / 40) % 2 === 1), ...approvals],
  };
}

/** The standard meal of the western district costs 13 yuan; what is cheaper is not subsidised there. */
function menuOf(isDear: boolean): MonthDish[] {
  const dish = (name: string, priceFen: number): MonthDish => ({ id: uuidv7(), name, priceFen, standardSet: true });
  return isDear
    ? [dish('十三元套餐', 1300), dish('十五元套餐', 1500), dish('十元套餐', 1000)]
    : [dish('八元套餐', 800), dish('十元套餐', 1000), dish('十二元套餐', 1200)];
}
