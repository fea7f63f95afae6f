import { z } from 'zod';
import { Code, DateField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { PeriodWindow, SiteState } from './site-recorded.v1.js';
import { SiteTermState } from './site-term-recorded.v1.js';
import { OpeningHours, SiteKind, SiteTermDraft, SiteTermKind, TruckStop } from './site-terms.js';

const { moving: _told, ...STATE } = SiteState.shape;

/** The present state of a site, closed: what the event of the same version carried, with the kind as the registry knows it. */
export const SiteView = z.object({ ...STATE, siteKind: SiteKind }).meta({ id: 'Site' });
export type SiteView = z.infer<typeof SiteView>;

export const SiteQuery = z.strictObject({
  ...PageQuery.shape,
  siteKind: SiteKind.optional(),
  district: Code.optional(),
  town: Code.optional(),
  active: z.enum(['true', 'false']).optional(),
});
export type SiteQuery = z.infer<typeof SiteQuery>;

export const SitePage = pageOf(SiteView).meta({ id: 'SitePage' });
export type SitePage = z.infer<typeof SitePage>;

const { siteId: _path, version: _etag, ...WRITTEN } = SiteView.shape;

/** A site as a whole; what is left out is not there. */
export const WriteSite = z
  .strictObject({
    ...WRITTEN,
    phone: WRITTEN.phone.default(null),
    province: WRITTEN.province.default(null),
    schedule: WRITTEN.schedule.default(null),
    standardMealPriceFen: WRITTEN.standardMealPriceFen.default(null),
    deliveryFeeFen: WRITTEN.deliveryFeeFen.default(0),
    mealPackId: WRITTEN.mealPackId.default(null),
    dayCarePackId: WRITTEN.dayCarePackId.default(null),
    periods: z.array(z.strictObject(PeriodWindow.shape)).max(3).default([]),
    places: WRITTEN.places.default(0),
    active: WRITTEN.active.default(true),
  })
  .meta({ id: 'WriteSite' });
export type WriteSite = z.infer<typeof WriteSite>;

export const SiteTermView = z.object(SiteTermState.shape).meta({ id: 'SiteTerm' });
export type SiteTermView = z.infer<typeof SiteTermView>;

export const SiteTermQuery = z.strictObject({ ...PageQuery.shape, kind: SiteTermKind.optional() });
export type SiteTermQuery = z.infer<typeof SiteTermQuery>;

export const SiteTermPage = pageOf(SiteTermView).meta({ id: 'SiteTermPage' });
export type SiteTermPage = z.infer<typeof SiteTermPage>;

/** Holds in [from, to); without `to`, until something else is recorded. A closure has both. */
export const RecordSiteTerm = z
  .strictObject({ from: DateField, to: DateField.optional(), term: SiteTermDraft })
  .meta({ id: 'RecordSiteTerm' });
export type RecordSiteTerm = z.infer<typeof RecordSiteTerm>;

/** `on` is the first day on which it holds no more. */
export const EndSiteTerm = z.strictObject({ on: DateField }).meta({ id: 'EndSiteTerm' });
export type EndSiteTerm = z.infer<typeof EndSiteTerm>;

export const MAX_CALENDAR_DAYS = 62;
const Days = z
  .string()
  .regex(/^[1-9]\d?$/, `must be an integer between 1 and ${MAX_CALENDAR_DAYS}`)
  .transform(Number)
  .refine((days) => days <= MAX_CALENDAR_DAYS, `must be at most ${MAX_CALENDAR_DAYS}`)
  .default(14);

export const SiteProgrammeQuery = z.strictObject({ on: DateField.optional(), days: Days });
export type SiteProgrammeQuery = z.infer<typeof SiteProgrammeQuery>;

export const SiteDay = z.object({
  date: DateField,
  open: z.boolean(),
  /** Why it is not open. */
  because: z.enum(['inactive', 'closure', 'weekday', 'no_stop']).nullable(),
  hours: z.array(OpeningHours.omit({ weekday: true })),
  stops: z.array(TruckStop.omit({ weekday: true })),
});
export type SiteDay = z.infer<typeof SiteDay>;

/** What holds on a day, and the calendar from this day on. */
export const SiteProgramme = z
  .object({ siteId: Code, on: DateField, terms: z.array(SiteTermView), days: z.array(SiteDay).max(MAX_CALENDAR_DAYS) })
  .meta({ id: 'SiteProgramme' });
export type SiteProgramme = z.infer<typeof SiteProgramme>;
