import type { PackVersion } from '../language/rules.js';
import type { CalendarDay, PackSettings, PersonFacts, PlaceFact, SiteFacts } from '../model.js';
import type { LocalDate } from '@doorstep/kernel';
import { ageOn } from './age.js';
import { calendarKind } from './calendar.js';
import { Context, NOWHERE, type PlaceView, type SiteView } from './context.js';
import { dayNumber, dayOf, monthNumber, weekday, yearOf } from './dates.js';
import { inForce, levelOn } from './facts-in-force.js';
import type { AgeReached } from '../language/rules.js';

export interface Situation {
  readonly facts: PersonFacts & { readonly bornOn: LocalDate };
  readonly date: LocalDate;
  readonly site: SiteFacts;
  readonly calendar: readonly CalendarDay[];
  readonly settings: PackSettings | undefined;
}

/** Facts as of the date, as the expressions read them. */
export function buildContext(version: PackVersion, situation: Situation): Context {
  const { facts, date, calendar, settings } = situation;
  const context = new Context();
  context.date = date;
  context.dateNumber = yearOf(date) * 10_000 + monthNumber(date) * 100 + dayOf(date);
  context.settings = settings;
  context.age = ageOn(facts.bornOn, date, ageReached(version, settings));
  context.level = levelOn(facts.abilityLevel, date)?.level ?? 0;
  context.weekday = weekday(dayNumber(date));
  const kind = calendarKind(calendar, date);
  context.statutory_holiday = kind === 'statutory';
  context.holiday = kind === 'holiday' || context.statutory_holiday;
  context.makeup_workday = kind === 'makeup_workday';
  context.hukou = placeView(inForce(facts.hukou, date));
  context.lives = placeView(inForce(facts.livesIn, date));
  context.site = siteView(situation.site);
  context.categories = facts.categories;
  return context;
}

/** `ageReached` is a setting of every pack. */
export function ageReached(version: PackVersion, settings: PackSettings | undefined): AgeReached {
  return (settings?.['ageReached'] as AgeReached | undefined) ?? version.ageReached;
}

function placeView(fact: PlaceFact | undefined): PlaceView {
  if (!fact) return NOWHERE;
  return { province: fact.province ?? '', city: fact.city, district: fact.district, town: fact.town ?? '' };
}

function siteView(site: SiteFacts): SiteView {
  return {
    province: site.province ?? '',
    city: site.city,
    district: site.district,
    town: site.town,
    schedule: site.schedule ?? '',
    standard_meal_price: site.standardMealPriceFen ?? 0,
  };
}
