import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { CategoryCode, PersonFactValue } from './person-facts.js';

/** Lists that other bureaus keep whole. A category (`dibao`, `tekun`, …) is a list of its own. */
export const ListName = z.enum(['residents', 'ability_levels', 'deaths', ...CategoryCode.options]);
export type ListName = z.infer<typeof ListName>;

/** Absent facts that one application ends one by one, each on its own day. */
export const MAX_ENDED_ONE_BY_ONE = 1_000;

/** `area`: the list is whole for those who live or are registered in this area today; without it, for the whole city. */
export const ListQuery = z.strictObject({ area: Code.optional() });
export type ListQuery = z.infer<typeof ListQuery>;

/**
 * What a row does. `ended`: a status that a newer row of the list takes over from. `absent`: a fact that holds and that the list does not
 * name. `erased`: the row is of somebody who was forgotten; nothing is done. `refused`: the row cannot be true, and the list cannot be
 * applied.
 */
export const ListOutcome = z.enum(['new', 'changed', 'unchanged', 'ended', 'absent', 'erased', 'refused']);
export type ListOutcome = z.infer<typeof ListOutcome>;

const FactState = z.object({ fact: PersonFactValue, validFrom: DateField, validTo: DateField.nullable() });
export type FactState = z.infer<typeof FactState>;

/** One line of a diff. Names and numbers are not repeated: `fields` says which of them change. */
export const ListDiffItem = z
  .object({
    position: z.int().min(1),
    outcome: ListOutcome,
    /** Of the file, the header being line 1; null for what the file does not name. */
    line: z.int().min(1).nullable(),
    record: z.enum(['person', 'fact']).nullable(),
    /** Null for somebody whom the list brings. */
    personId: Id.nullable(),
    /** Number of the person on the bureau's list; null for auditors, since the list has the name. */
    reference: z.string().nullable(),
    /** The fact that holds today and would be replaced or ended. */
    factId: Id.nullable(),
    before: FactState.nullable(),
    after: FactState.nullable(),
    fields: z.array(z.enum(['name', 'idNumber', 'phone', 'address'])),
    column: z.string().nullable(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ListDiffItem' });
export type ListDiffItem = z.infer<typeof ListDiffItem>;

export const ListDiffQuery = PageQuery.extend({ outcome: ListOutcome.optional() });
export type ListDiffQuery = z.infer<typeof ListDiffQuery>;
export const ListDiffPage = pageOf(ListDiffItem).meta({ id: 'ListDiffPage' });
export type ListDiffPage = z.infer<typeof ListDiffPage>;

const Count = z.int().min(0);

export const ListImportView = z
  .object({
    id: Id,
    list: ListName,
    area: Code.nullable(),
    /** `refused`: rows are refused, so nothing of it can be applied. `discarded`: by hand, by time, or since somebody in it was forgotten. */
    state: z.enum(['prepared', 'refused', 'applied', 'discarded']),
    rows: Count,
    counts: z.record(ListOutcome, Count),
    /** SHA-256 over the whole diff: whoever applies says which diff was looked at. */
    diffSha256: z.string(),
    /** Absent facts that were ended. */
    endedAbsent: Count,
    preparedAt: InstantField,
    preparedBy: z.string(),
    /** The file is kept until then at most. */
    expiresAt: InstantField,
    closedAt: InstantField.nullable(),
    closedBy: z.string().nullable(),
  })
  .meta({ id: 'ListImport' });
export type ListImportView = z.infer<typeof ListImportView>;

/**
 * What becomes of facts that the list does not name: all stay, all end, or the named ones end. `endOn` is the first day on which a status
 * holds no longer; a death is taken back and needs none.
 */
export const ApplyList = z
  .strictObject({
    diffSha256: z.string().regex(/^[0-9a-f]{64}$/),
    absent: z.discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('keep') }),
      z.strictObject({ mode: z.literal('end_all'), endOn: DateField.optional() }),
      z.strictObject({
        mode: z.literal('end_listed'),
        items: z
          .array(z.strictObject({ position: z.int().min(1).max(1_000_000), endOn: DateField.optional() }))
          .min(1)
          .max(MAX_ENDED_ONE_BY_ONE),
      }),
    ]),
  })
  .meta({ id: 'ApplyList' });
export type ApplyList = z.infer<typeof ApplyList>;

/** One of the two: the number on the bureau's list, or the ID number. */
export const ReleaseErased = z
  .strictObject({
    reference: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
      .optional(),
    idNumber: z
      .string()
      .regex(/^[0-9A-Z]{6,18}$/)
      .optional(),
    reason: Code,
  })
  .refine(({ reference, idNumber }) => (reference === undefined) !== (idNumber === undefined), 'name one of the two')
  .meta({ id: 'ReleaseErased' });
export type ReleaseErased = z.infer<typeof ReleaseErased>;
