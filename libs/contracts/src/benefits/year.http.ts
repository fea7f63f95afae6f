import { z } from 'zod';
import { InstantField } from '../events/fields.js';

export const YearParam = z.coerce.number().int().min(2000).max(2200);

/** A year of accounts. Once it is closed its accounts stay as they are: corrections of its claims are booked in the current year. */
export const YearView = z
  .object({
    year: z.int(),
    state: z.enum(['open', 'requested', 'closed']),
    requestedBy: z.string().nullable(),
    requestedAt: InstantField.nullable(),
    approvedBy: z.string().nullable(),
    closedAt: InstantField.nullable(),
    /** Claims booked in the year that still hold money; none may be left when it is closed. */
    openHolds: z.int(),
  })
  .meta({ id: 'YearView' });
export type YearView = z.infer<typeof YearView>;
