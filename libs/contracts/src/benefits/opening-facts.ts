import { z } from 'zod';
import { DateField, FenField, Id, InstantField } from '../events/fields.js';

/** What a city brings along when it goes live. Who did it stands in the envelope's `actor`. */
export const OpeningFacts = z.looseObject({
  openingId: Id,
  asOf: DateField,
  rows: z.int().min(1),
  totalFen: FenField,
  /** Of the rows as canonical JSON: what was approved is what was sent. */
  rowsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  at: InstantField,
});
