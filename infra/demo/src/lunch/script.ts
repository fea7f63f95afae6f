import type { MealChannel, MealPeriod } from '@doorstep/contracts';
import { fen, type Fen, type LocalDate, uuidv7 } from '@doorstep/kernel';
import type { DemoPerson } from '../city.js';
import { Random } from '../random.js';

export const CANTEENS = ['puya', 'minfeng', 'chenxing'] as const;
export type Canteen = (typeof CANTEENS)[number];
export const CENTRE = 'huishan-day-care';
/** The one of the three that serves dinner. */
export const DINNER_SITE: Canteen = 'puya';
export const TILLS = ['till-1', 'till-2', 'till-3'] as const;

export interface Dish {
  readonly id: string;
  readonly name: string;
  readonly priceFen: Fen;
  readonly standardSet: boolean;
}

/** How an order ends, as the script wants it. */
export type Ending = 'handover' | 'delivery' | 'cancelled' | 'no_show' | 'left_open' | 'door_not_opened' | 'returned';

export interface PlannedOrder {
  readonly id: string;
  readonly person: DemoPerson | null;
  readonly site: Canteen;
  readonly mealPeriod: MealPeriod;
  readonly channel: MealChannel;
  readonly lines: readonly { dishId: string; quantity: number }[];
  readonly ending: Ending;
  /** `family` orders ahead; `till` sells at once. */
  readonly by: 'family' | 'till';
  readonly tillId: string;
}

/** Everything that will happen on the day, drawn up beforehand from a seed. */
export interface LunchScript {
  readonly serviceDate: LocalDate;
  readonly menus: ReadonlyMap<Canteen, readonly Dish[]>;
  readonly preOrders: readonly PlannedOrder[];
  readonly walkUps: readonly PlannedOrder[];
  /** One elder who eats at a second canteen after the first. */
  readonly secondHelping: PlannedOrder;
  /** Elders of one age band for the dinner at which the budget runs dry, all with the same subsidy. */
  readonly dinner: readonly PlannedOrder[];
  readonly turning75: DemoPerson;
  readonly dies: PlannedOrder;
  /** The last one does not come. */
  readonly dayCare: readonly DemoPerson[];
  /** Attends day care with lunch after having eaten at a canteen … */
  readonly lunchThenCare: PlannedOrder;
  /** … and the other way round. */
  readonly careThenLunch: PlannedOrder;
}

const SETS: Readonly<Record<Canteen, readonly [string, number][]>> = {
  puya: [['十元套餐', 1000]],
  minfeng: [
    ['十元套餐', 1000],
    ['十二元套餐', 1200],
    ['十四元套餐', 1400],
  ],
  chenxing: [['十元套餐', 1000]],
};
const SINGLES: readonly [string, number][] = [
  ['清炒时蔬', 450],
  ['红烧豆腐', 680],
  ['米饭', 150],
];
const FAMILY_ORDERS = 40;
const WALK_UPS = 55;
const GUESTS = 5;
/** Elders who stay for the day, and one more who has booked and does not come. */
export const DAY_CARE_STAYS = 30;
const DAY_CARE_BOOKINGS = DAY_CARE_STAYS + 1;
/** Enough to use up what cancelled, missed and reversed lunches gave back. */
const DINERS = 110;

export function drawUpLunch(serviceDate: LocalDate, people: readonly DemoPerson[], seed: number): LunchScript {
  const random = new Random(seed);
  const menus = new Map(CANTEENS.map((site) => [site, menuOf(site)]));
  const order = orderFactory(menus, random);
  const turning75 = people.find(({ story }) => story === 'turns-75-today');
  const fit = people.filter(({ diedOn, stay }) => diedOn === undefined && stay === undefined);
  const dayCare = fit.filter(({ abilityLevel }) => abilityLevel !== undefined).slice(0, DAY_CARE_BOOKINGS);
  if (!turning75 || dayCare.length < DAY_CARE_BOOKINGS)
    throw new Error('the demo city lacks somebody whom the script needs');
  const rest = random.shuffled(fit.filter((person) => person !== turning75 && !dayCare.includes(person)));
  const guests = CANTEENS.flatMap((site) =>
    Array.from({ length: GUESTS }, () => order({ person: null, site, by: 'till' })),
  );
  const preOrders: PlannedOrder[] = [];
  const walkUps: PlannedOrder[] = [order({ person: turning75, site: 'minfeng', by: 'till' }), ...guests];
  CANTEENS.forEach((site, s) => {
    const here = rest.filter((_, i) => i % CANTEENS.length === s);
    preOrders.push(
      ...here
        .slice(0, FAMILY_ORDERS)
        .map((person, i) => order({ person, site, by: 'family', ...familyEnding(site, i) })),
    );
    walkUps.push(
      ...here.slice(FAMILY_ORDERS, FAMILY_ORDERS + WALK_UPS).map((person) => order({ person, site, by: 'till' })),
    );
  });
  const atPuya = walkUps.filter(({ site, person }) => site === 'puya' && person !== null);
  const [glutton, mourned] = [atPuya[0], atPuya.at(-1)] as [PlannedOrder, PlannedOrder];
  walkUps.push(order({ person: rest.at(-1) as DemoPerson, site: 'minfeng', by: 'till', ending: 'returned' }));
  const diners = rest.filter(
    (person) => person !== mourned.person && person.categories.length === 0 && person.age >= 60 && person.age <= 74,
  );
  const dinner = diners
    .slice(0, DINERS)
    .map((person) => order({ person, site: DINNER_SITE, mealPeriod: 'dinner', by: 'till' }));
  const lunchOf = (index: number): PlannedOrder =>
    order({ person: dayCare[index] as DemoPerson, site: 'puya', by: 'till' });
  return {
    serviceDate,
    menus,
    preOrders,
    walkUps: random.shuffled(walkUps),
    secondHelping: order({ person: glutton.person, site: 'minfeng', by: 'till' }),
    dinner,
    turning75,
    dies: mourned,
    dayCare,
    lunchThenCare: lunchOf(0),
    careThenLunch: lunchOf(1),
  };
}

function orderFactory(menus: ReadonlyMap<Canteen, readonly Dish[]>, random: Random) {
  let till = 0;
  return (plan: Partial<PlannedOrder> & Pick<PlannedOrder, 'person' | 'site' | 'by'>): PlannedOrder => ({
    id: uuidv7(),
    mealPeriod: 'lunch',
    channel: 'dine_in',
    ending: 'handover',
    tillId: TILLS[till++ % TILLS.length] as string,
    lines: linesOf(menus.get(plan.site) as readonly Dish[], plan.mealPeriod === 'dinner' ? 0 : random.below(10)),
    ...plan,
  });
}

/** Mostly one set; now and then a dearer set, a second portion or single dishes. */
function linesOf(menu: readonly Dish[], dice: number): { dishId: string; quantity: number }[] {
  const sets = menu.filter(({ standardSet }) => standardSet);
  const singles = menu.filter(({ standardSet }) => !standardSet);
  if (dice === 9) return singles.map(({ id }) => ({ dishId: id, quantity: 1 }));
  if (dice === 8) return [{ dishId: (sets[0] as Dish).id, quantity: 2 }];
  if (dice === 7) return [(sets[0] as Dish).id, (singles[0] as Dish).id].map((dishId) => ({ dishId, quantity: 1 }));
  return [{ dishId: (sets[dice % sets.length] as Dish).id, quantity: 1 }];
}

function familyEnding(site: Canteen, i: number): { channel: MealChannel; ending: Ending } {
  if (i === 0) return { channel: 'dine_in', ending: 'cancelled' };
  if (i === 1) return { channel: 'dine_in', ending: 'no_show' };
  if (i === 2) return { channel: 'takeaway', ending: 'left_open' };
  if (i === 3 && site === 'puya') return { channel: 'delivery', ending: 'door_not_opened' };
  if (i < 12) return { channel: 'delivery', ending: 'delivery' };
  if (i < 20) return { channel: 'takeaway', ending: 'handover' };
  return { channel: 'dine_in', ending: 'handover' };
}

function menuOf(site: Canteen): Dish[] {
  const dish = ([name, price]: [string, number], standardSet: boolean): Dish => ({
    id: uuidv7(),
    name,
    priceFen: fen(price),
    standardSet,
  });
  return [...SETS[site].map((set) => dish(set, true)), ...SINGLES.map((single) => dish(single, false))];
}
