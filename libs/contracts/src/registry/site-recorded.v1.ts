import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, MealPeriod, TimeField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PeriodWindow = z.object({
  mealPeriod: MealPeriod,
  opensAt: TimeField,
  closesAt: TimeField,
  /** Orders of families and hotline agents close at this time on the service date (or the day before). */
  cutOffAt: TimeField,
  cutOffDayBefore: z.boolean(),
});

/** A canteen or day-care centre as other services need it. No person is named here. */
export const SiteState = z.looseObject({
  siteId: Code,
  version: z.int().min(1),
  siteKind: z.enum(['canteen', 'day_care_centre']),
  name: z.string().min(1).max(100),
  phone: z.string().max(30).nullable(),
  province: Code.nullable(),
  city: Code,
  district: Code,
  town: Code,
  /** The canteen's own price list inside a pack, where the pack has several. */
  schedule: Code.nullable(),
  standardMealPriceFen: FenField.nullable(),
  deliveryFeeFen: FenField,
  mealPackId: Code.nullable(),
  dayCarePackId: Code.nullable(),
  periods: z.array(PeriodWindow).max(3),
  places: z.int().min(0).max(10_000),
  active: z.boolean(),
  /** A truck that sells at stops, with a timetable among the terms of the site. */
  moving: z.boolean().optional(),
});
export type SiteState = z.infer<typeof SiteState>;

export const SiteRecordedV1 = defineEvent({
  type: 'registry.site.recorded.v1',
  topic: TOPICS.registrySite,
  summary: 'The whole present state of a site; the highest version counts.',
  data: SiteState,
});
