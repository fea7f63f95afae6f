import { z } from 'zod';
import { DateField, InstantField } from '../events/fields.js';

export const CalendarYearParam = z.coerce.number().int().min(2000).max(2200);

/** `holiday`: a day of a break; `statutory`: one that the law itself names, a holiday as well; the rest of a break is moved weekends. */
const DayKind = z.enum(['holiday', 'statutory', 'makeup_workday']);
const Day = z.strictObject({ date: DateField, kind: DayKind });

/** All holidays (every day of a break) and make-up workdays of one year, as announced. Other days follow the weekday. */
export const CalendarYearImport = z
  .strictObject({
    /** The announcement. */
    source: z.string().trim().min(1).max(300),
    days: z
      .array(Day)
      .max(366)
      .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'a day is named twice'),
  })
  .meta({ id: 'CalendarYearImport' });
export type CalendarYearImport = z.infer<typeof CalendarYearImport>;

export const CalendarYearView = z
  .object({
    year: z.int(),
    source: z.string(),
    importedBy: z.string(),
    importedAt: InstantField,
    days: z.array(z.object({ date: DateField, kind: DayKind })),
  })
  .meta({ id: 'CalendarYearView' });
export type CalendarYearView = z.infer<typeof CalendarYearView>;
