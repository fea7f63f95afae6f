import { z } from 'zod';
import { DateField, InstantField } from '../events/fields.js';

const Count = z.int().min(0);

/** What the retention job dropped on a business day, by kind of record. */
export const RetentionRun = z.object({
  runOn: DateField,
  appliedAt: InstantField,
  /** That somebody came to a site. */
  visits: Count,
  /** Diets and health notes that newer ones replaced. */
  notes: Count,
  pickups: Count,
  /** With the messages and calls that went out for them. */
  notices: Count,
  applications: Count,
  invitations: Count,
  /** Links of family accounts that have ended. */
  families: Count,
  /** Consents that were withdrawn. */
  consents: Count,
  /** Blocked ones. */
  cards: Count,
  /** Tries of first visits at a till. */
  registrations: Count,
  /** What full lists said of people, and refused rows of imports. */
  importRows: Count,
});
export type RetentionRun = z.infer<typeof RetentionRun>;

export const RetentionReport = z.object({ items: z.array(RetentionRun) }).meta({ id: 'RetentionReport' });
export type RetentionReport = z.infer<typeof RetentionReport>;
