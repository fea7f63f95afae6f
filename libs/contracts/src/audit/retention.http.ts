import { z } from 'zod';
import { DateField, InstantField } from '../events/fields.js';

/** What the retention job of `audit` dropped on a business day: months of looks, and how many looks were in them. */
export const AuditRetentionRun = z.object({
  runOn: DateField,
  appliedAt: InstantField,
  months: z.int().min(0),
  lookUps: z.int().min(0),
});
export type AuditRetentionRun = z.infer<typeof AuditRetentionRun>;

export const AuditRetentionReport = z
  .object({ items: z.array(AuditRetentionRun) })
  .meta({ id: 'AuditRetentionReport' });
export type AuditRetentionReport = z.infer<typeof AuditRetentionReport>;
