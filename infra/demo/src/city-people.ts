import type { LocalDate } from '@doorstep/kernel';
import { addDays, isLocalDate, localDate } from '@doorstep/kernel';
import type { Town } from './city-sites.js';
import { TOWNS } from './city-sites.js';
import { Random } from './random.js';

/** An elder who does not exist. Everything about them shows it: name, ID number, phone and address. */
export interface DemoPerson {
  readonly personId: string;
  /** Number on the made-up list of residents. */
  readonly ref: string;
  readonly name: string;
  readonly bornOn: LocalDate;
  /** Full years on the service date. */
  readonly age: number;
  readonly town: Town;
  /** Registered in another city, living here. */
  readonly hukouElsewhere: boolean;
  readonly categories: readonly string[];
  /** Assessed people go to day care. */
  readonly abilityLevel?: number;
  readonly diedOn?: LocalDate;
  readonly stay?: { readonly kind: 'hospital' | 'institution'; readonly from: LocalDate; readonly to?: LocalDate };
  readonly story?: 'turns-75-today' | 'turns-90-tomorrow' | 'turns-80-tomorrow';
}

export const DEMO_PEOPLE = 400;
/** People 2 to 41 are assessed; see `abilityLevel`. */
export const DAY_CARE_PEOPLE = 40;

/** The id of person 1 to 400; the same in every demo city. */
export function demoPersonId(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** How many people of which ages, in the order of their numbers; the first is the one who turns 75 today. */
const AGES: readonly (readonly [from: number, to: number, people: number])[] = [
  [76, 92, DAY_CARE_PEOPLE],
  [60, 74, 192],
  [75, 85, 100],
  [86, 89, 37],
  [90, 99, 30],
];

export function demoPeople(serviceDate: LocalDate): DemoPerson[] {
  const random = new Random(20_231_206);
  const first = person(1, yearsBefore(serviceDate, 75), serviceDate);
  const ages = AGES.flatMap(([from, to, people]) => Array.from({ length: people }, () => [from, to] as const));
  const rest = ages.map(([from, to], index) => {
    const number = index + 2;
    const age = ageOf(number, from + random.below(to - from + 1));
    // One to 360 days past the birthday, so that nobody else has one on the service date.
    const since = STORIES[number] === undefined ? 1 + random.below(360) : 0;
    const born =
      STORIES[number] === undefined ? yearsBefore(serviceDate, age) : yearsBefore(addDays(serviceDate, 1), age + 1);
    return person(number, addDays(born, -since), serviceDate);
  });
  return [{ ...first, story: 'turns-75-today' }, ...rest];
}

const STORIES: Readonly<Record<number, DemoPerson['story']>> = { 42: 'turns-80-tomorrow', 43: 'turns-90-tomorrow' };

function ageOf(number: number, drawn: number): number {
  if (STORIES[number] === 'turns-80-tomorrow') return 79;
  return STORIES[number] === 'turns-90-tomorrow' ? 89 : drawn;
}

function person(number: number, bornOn: LocalDate, serviceDate: LocalDate): DemoPerson {
  const code = String(number).padStart(3, '0');
  const assessed = number >= 2 && number < 2 + DAY_CARE_PEOPLE;
  return {
    personId: demoPersonId(number),
    ref: `DEMO-${code}`,
    name: `演示老人${code}`,
    bornOn,
    age: fullYears(bornOn, serviceDate),
    town: assessed ? 'huishan' : (TOWNS[number % TOWNS.length] as Town),
    hukouElsewhere: number % 40 === 7,
    categories: categoriesOf(number),
    ...(assessed && { abilityLevel: (number % 4) + 1 }),
    ...(STORIES[number] !== undefined && { story: STORIES[number] }),
    ...misfortuneOf(number, serviceDate),
  };
}

function categoriesOf(number: number): string[] {
  if (number === 1 || STORIES[number] !== undefined) return [];
  const categories: string[] = [];
  if (number % 33 === 5) categories.push('tekun');
  else if (number % 16 === 9) categories.push('dibao');
  if (number % 19 === 4) categories.push('disabled');
  if (number % 10 === 6) categories.push('alone');
  return categories;
}

/**
 * Six have died within two months, three are in hospital, three live in an institution, two came home. None of them is assessed. Stays have
 * fixed dates: imported again on a later day they are the same stays.
 */
function misfortuneOf(number: number, serviceDate: LocalDate): Pick<DemoPerson, 'diedOn' | 'stay'> {
  if (number > 100 && number <= 160 && number % 10 === 0) return { diedOn: addDays(serviceDate, 99 - number) };
  if ([171, 271, 371].includes(number)) return { stay: { kind: 'hospital', from: localDate('2026-01-05') } };
  if ([172, 272, 372].includes(number)) return { stay: { kind: 'institution', from: localDate('2025-09-01') } };
  if ([173, 273].includes(number))
    return { stay: { kind: 'hospital', from: localDate('2026-01-10'), to: localDate('2026-02-01') } };
  return {};
}

function fullYears(bornOn: LocalDate, date: LocalDate): number {
  return Number(date.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (date.slice(5) < bornOn.slice(5) ? 1 : 0);
}

/** The same day that many years before; 29 February becomes 1 March where there is none: nobody turns 75 on that day. */
function yearsBefore(date: LocalDate, years: number): LocalDate {
  const text = `${Number(date.slice(0, 4)) - years}${date.slice(4)}`;
  return isLocalDate(text) ? text : localDate(`${text.slice(0, 4)}-03-01`);
}
