import { z } from 'zod';
import { DateField, InstantField } from '../events/fields.js';

/** What the retention job dropped on a business day. */
export const RetentionRun = z.object({
  runOn: DateField,
  appliedAt: InstantField,
  visits: z.int().min(0),
  notes: z.int().min(0),
});
export type RetentionRun = z.infer<typeof RetentionRun>;

export const RetentionReport = z.object({ items: z.array(RetentionRun) }).meta({ id: 'RetentionReport' });
export type RetentionReport = z.infer<typeof RetentionReport>;
