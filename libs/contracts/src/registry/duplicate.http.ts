import { z } from 'zod';
import { DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { MergeReason } from './person-merged.v1.js';
import { UnmergeReason } from './person-unmerged.v1.js';

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

/** As many files of one person as there may be. */
export const MAX_FILES = 8;

/** `version`: that of the other file, as seen. That of the file which stays goes into `If-Match`. */
export const MergePeople = z
  .strictObject({ personId: Id, version: z.int().min(0), reason: MergeReason })
  .meta({ id: 'MergePeople' });
export type MergePeople = z.infer<typeof MergePeople>;

export const UndoMerge = z.strictObject({ reason: UnmergeReason }).meta({ id: 'UndoMerge' });
export type UndoMerge = z.infer<typeof UndoMerge>;

export const MergeView = z
  .object({
    mergeId: Id,
    /** The file that was absorbed. */
    personId: Id,
    intoPersonId: Id,
    reason: MergeReason,
    mergedOn: DateField,
    mergedAt: InstantField,
    mergedBy: z.string(),
    undoneAt: InstantField.nullable(),
    undoneBy: z.string().nullable(),
    undoneReason: UnmergeReason.nullable(),
  })
  .meta({ id: 'Merge' });
export type MergeView = z.infer<typeof MergeView>;

/** One file and what it was merged with. */
export const PersonMerges = z
  .object({
    personId: Id,
    /** The file that stands for the person; null while it is this one. */
    mergedInto: Id.nullable(),
    /** Another one with every fact that is recorded or retracted here, and with every merge and its undoing. */
    version: z.int(),
    /** Merges that this file took part in, the newest first, undone ones too. */
    merges: z.array(MergeView),
  })
  .meta({ id: 'PersonMerges' });
export type PersonMerges = z.infer<typeof PersonMerges>;
