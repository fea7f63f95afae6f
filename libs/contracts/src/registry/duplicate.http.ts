import { z } from 'zod';
import { Id } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

/** `limit`: how many people are looked through; an empty page with a `next` has found nobody among them. */
export const DuplicateQuery = PageQuery;
export type DuplicateQuery = z.infer<typeof DuplicateQuery>;

/** Two entries that may be one person. Each pair is told once, where the lower id is looked through. */
export const DuplicateView = z
  .object({
    personId: Id,
    otherPersonId: Id,
    /** The ID number is the same; or name, date of birth and an area in which both live or are registered today. */
    reason: z.enum(['same_id_number', 'same_name_birth_area']),
  })
  .meta({ id: 'Duplicate' });
export type DuplicateView = z.infer<typeof DuplicateView>;
export const DuplicatePage = pageOf(DuplicateView).meta({ id: 'DuplicatePage' });
export type DuplicatePage = z.infer<typeof DuplicatePage>;
