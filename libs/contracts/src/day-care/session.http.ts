import { z } from 'zod';
import { Code, DateField, TimeField } from '../events/fields.js';

/** Body of `PUT v1/centres/{siteId}/sessions/{serviceDate}`. */
export const PlanSession = z
  .strictObject({
    places: z.int().min(0).max(1000),
    opensAt: TimeField,
    closesAt: TimeField,
    /** Families and the hotline book and cancel until so many minutes before opening; the centre's staff always may. */
    noticeMinutes: z.int().min(0).max(10_080).default(60),
  })
  .refine((session) => session.opensAt < session.closesAt, { path: ['closesAt'], message: 'closes before it opens' })
  .meta({ id: 'PlanSession' });
export type PlanSession = z.infer<typeof PlanSession>;

/** Both days included; at most 92 days. Defaults: today and the four weeks from there. */
export const SessionListQuery = z.strictObject({ from: DateField.optional(), to: DateField.optional() });
export type SessionListQuery = z.infer<typeof SessionListQuery>;

export const SessionView = z
  .object({
    siteId: Code,
    serviceDate: DateField,
    version: z.int(),
    places: z.int(),
    /** None on a day on which the centre is closed. */
    freePlaces: z.int(),
    opensAt: TimeField,
    closesAt: TimeField,
    noticeMinutes: z.int(),
    /** Why the centre does not open on that day, by its calendar or because it was given up, and the next day that it does; null: it opens. */
    closed: z.object({ reason: Code, reopensOn: DateField.nullable() }).nullable(),
    /** Until then families and the hotline may book or cancel. */
    bookableUntil: z.string(),
  })
  .meta({ id: 'DayCareSession' });
export type SessionView = z.infer<typeof SessionView>;

export const SessionList = z.object({ items: z.array(SessionView) }).meta({ id: 'DayCareSessionList' });
export type SessionList = z.infer<typeof SessionList>;
