import { z } from 'zod';
import { DateField } from '../events/fields.js';

/** What was destroyed on a day, since its retention had ended. Names nobody. */
export const EvidenceEnd = z.object({
  endedOn: DateField,
  persons: z.int().min(0),
  facts: z.int().min(0),
  /** Bases of decisions: which facts they used, and the steps of the sum. */
  decisions: z.int().min(0),
});
export type EvidenceEnd = z.infer<typeof EvidenceEnd>;

export const EvidenceReport = z
  .object({
    /** Newest first. */
    items: z.array(EvidenceEnd).max(100),
    /** Erased people of whom evidence is still kept, and the first day on which it may be destroyed for one of them. */
    waiting: z.int().min(0),
    nextOn: DateField.nullable(),
  })
  .meta({ id: 'EvidenceReport' });
export type EvidenceReport = z.infer<typeof EvidenceReport>;
