import type { PersonFactValue } from '@doorstep/contracts';
import {
  BookingConfirmedV1,
  BookingNoShowV1,
  MealOrderCancelledV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
} from '@doorstep/contracts';
import { addDays, type LocalDate, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { order } from './city.js';
import { ToldCity } from './told-city.js';

const FIRST_DAY = '2026-08-26' as LocalDate;
export const DAYS = 26;
const LIAONING = { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' };
const SHANXI = { province: 'shanxi', city: 'taiyuan', district: 'xinghualing', town: 'jiancaoping' };

/** In mid-month, so that care of before it is refused and later decided again. */
const FIRST_VOUCHER = {
  kind: 'application' as const,
  for: 'voucher',
  appliedOn: '2026-08-10' as LocalDate,
  approvedOn: '2026-08-28',
  firstIssuedOn: '2026-09-10',
};

/** The same numbers for the same seed. */
class Dice {
  constructor(private state: number) {}

  roll(sides: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * sides);
  }

  one<T>(list: readonly T[]): T {
    return list[this.roll(list.length)] as T;
  }
}

/** Weeks of meals, stays, lots, vouchers and facts that come late, go again or contradict what was decided. */
export class Weeks {
  readonly city: ToldCity;
  private readonly dice: Dice;
  private readonly stays: {
    readonly bookingId: string;
    readonly personId: string;
    readonly siteId: string;
    readonly serviceDate: string;
  }[] = [];
  private readonly late: { readonly personId: string; readonly factId: string }[] = [];

  constructor(seed: number) {
    this.dice = new Dice(seed);
    this.city = new ToldCity(seed % 2 === 0 ? 20_000 : 1_000_000);
  }

  /** `twice`: on which day two of the people turn out to be one, and on which that turns out to be wrong. */
  play(twice?: { readonly merged: number; readonly parted: number }): void {
    const people = [LIAONING, LIAONING, SHANXI].map((place, index) => this.arrive(place, 1936 + 9 * index));
    if (!twice) this.city.learn(people[1] ?? '', FIRST_VOUCHER, FIRST_VOUCHER.appliedOn);
    let mergeId = '';
    for (let n = 0; n < DAYS; n++) {
      this.city.startDay(addDays(FIRST_DAY, n));
      if (n === twice?.merged) mergeId = this.city.merge(people[0] ?? '', people[1] ?? '');
      if (n === twice?.parted) this.city.part(mergeId, [people[0] ?? '', people[1] ?? '']);
      for (const personId of people) this.day(personId, personId === people[2]);
    }
  }

  private arrive(place: typeof LIAONING, year: number): string {
    const { city } = this;
    city.today = addDays(FIRST_DAY, -30);
    const personId = city.person();
    const since = '2015-01-01' as LocalDate;
    city.learn(personId, { kind: 'birth', bornOn: `${year}-09-0${1 + this.dice.roll(9)}` }, since);
    city.learn(personId, { kind: 'residence', place }, since);
    city.learn(personId, { kind: 'ability_level', level: 2 + this.dice.roll(3) }, '2024-01-01' as LocalDate);
    return personId;
  }

  private day(personId: string, hasCard: boolean): void {
    const { dice } = this;
    if (!hasCard && dice.roll(3) === 0) this.care(personId);
    for (const period of dice.roll(2) === 0 ? (['lunch'] as const) : (['lunch', 'dinner', 'lunch'] as const))
      this.meal(personId, hasCard ? 'tiejiang' : dice.one(['puya', 'minfeng', 'chenxing']), period);
    if (!hasCard && dice.roll(6) === 0) this.care(personId);
    if (dice.roll(4) === 0) this.news(personId);
    if (dice.roll(5) === 0) this.insured();
  }

  private meal(personId: string, siteId: string, mealPeriod: 'lunch' | 'dinner'): void {
    const { city, dice } = this;
    const serviceDate = addDays(city.today, dice.roll(6) === 0 ? -1 : dice.roll(5) === 0 ? 2 : 0);
    const claimPriceFen = dice.one([800, 1_000, 1_200, 1_400]);
    const takenAt = city.now.toISOString();
    const wish = { siteId, mealPeriod, serviceDate, claimPriceFen, grossFen: claimPriceFen + dice.one([0, 0, 500]) };
    const meal = order(personId, { ...wish, takenAt });
    const { orderId } = meal;
    const ref = { orderId, personId, siteId, serviceDate, mealPeriod };
    city.happen('meal-orders', newEvent(MealOrderPlacedV1, personId, meal));
    const end = dice.roll(8);
    const receipt = end === 4 ? { receiptSelfPayFen: dice.one([300, 900, 2_000]) } : {};
    if (end === 0)
      city.happen(
        'meal-orders',
        newEvent(MealOrderCancelledV1, personId, { ...ref, cancelledAt: takenAt, cause: 'customer', reason: null }),
      );
    if (end >= 2)
      city.happen(
        'meal-orders',
        newEvent(MealOrderServedV1, personId, { ...ref, servedAt: takenAt, by: 'handover', ...receipt }),
      );
    if (end === 7)
      city.happen(
        'meal-orders',
        newEvent(MealOrderReturnedV1, personId, { ...ref, returnedAt: takenAt, reason: 'cold' }),
      );
  }

  private care(personId: string): void {
    const { city, dice } = this;
    const ref = { bookingId: uuidv7(), personId, siteId: 'huishan-day-care', serviceDate: city.today };
    const at = city.now.toISOString();
    const withLunch = dice.roll(3) > 0;
    const wish = { arrivesAt: '09:00', plannedMinutes: 420, withLunch, bookedBy: 'family' as const };
    city.happen('day-care', newEvent(BookingConfirmedV1, personId, { ...ref, ...wish, confirmedAt: at }));
    if (dice.roll(4) === 0) {
      city.happen('day-care', newEvent(BookingNoShowV1, personId, { ...ref, plannedMinutes: 420, recordedAt: at }));
      return;
    }
    const minutes = dice.one([200, 480, 600]);
    const paid = { insurancePaidFen: dice.one([0, 2_000]), otherPublicPaidFen: 0 };
    const stay = { ...ref, checkedInAt: at, checkedOutAt: at, minutes, withLunch, ...paid };
    city.happen('day-care', newEvent(StayCompletedV1, personId, stay));
    this.stays.push(ref);
  }

  /** What insurance paid is entered days later, or corrected. */
  private insured(): void {
    const { city, dice, stays } = this;
    const ref = stays[dice.roll(stays.length)];
    if (!ref) return;
    const paid = { insurancePaidFen: dice.one([0, 1_500, 3_000, 40_000]), insuranceReference: 'CI-1' };
    const told = { ...ref, ...paid, recordedAt: city.now.toISOString() };
    city.happen('day-care', newEvent(StayInsuranceRecordedV1, ref.personId, told));
  }

  /** Learnt today, true since some days: or something learnt before was wrong. */
  private news(personId: string): void {
    const { city, dice, late } = this;
    const wrong = late.findIndex((each) => each.personId === personId);
    if (wrong >= 0 && dice.roll(2) === 0) {
      const [gone] = late.splice(wrong, 1);
      if (gone) city.retract(personId, gone.factId);
      return;
    }
    const from = addDays(city.today, -dice.roll(12));
    const facts: PersonFactValue[] = [
      { kind: 'category', category: 'dibao' },
      { kind: 'category', category: 'tekun' },
      { kind: 'ability_level', level: 1 + dice.roll(4) },
      { kind: 'stay', stay: 'hospital' },
      { kind: 'death', diedOn: addDays(city.today, -dice.roll(4)) },
    ];
    late.push({ personId, factId: city.learn(personId, dice.one(facts), from) });
  }
}
