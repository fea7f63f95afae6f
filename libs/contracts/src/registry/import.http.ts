import { z } from 'zod';
import { Id, InstantField } from '../events/fields.js';

/** Largest body of an import; bigger lists are cut into several files. */
export const MAX_IMPORT_BYTES = 8 * 1024 * 1024;
export const MAX_IMPORT_ROWS = 50_000;
/** Refused rows that a report names; `refusedRows` counts all of them. */
export const MAX_REFUSALS_LISTED = 1_000;

/** Every column of the import form. A file names those it needs, in any order; `record` is always there. */
export const IMPORT_COLUMNS = [
  'record',
  'code',
  'kind',
  'name',
  'parent',
  'phone',
  'province',
  'city',
  'district',
  'town',
  'schedule',
  'standard_meal_price_fen',
  'delivery_fee_fen',
  'meal_pack',
  'day_care_pack',
  'periods',
  'places',
  'active',
  'person',
  'person_id',
  'id_number',
  'address',
  'value',
  'valid_from',
  'valid_to',
  'approved_on',
  'first_issued_on',
  'source',
] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

const Counts = z.object({ added: z.int().min(0), changed: z.int().min(0), unchanged: z.int().min(0) });
export type ImportCounts = z.infer<typeof Counts>;

/** A row that was refused: its line in the file (the header is line 1), the column where one is to blame, and why. */
export const RowRefusal = z.object({
  line: z.int().min(1),
  column: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
});
export type RowRefusal = z.infer<typeof RowRefusal>;

/** All or nothing: one refused row, and nothing of the file is applied. */
export const ImportView = z
  .object({
    id: Id,
    state: z.enum(['applied', 'refused']),
    fileSha256: z.string(),
    rows: z.int().min(0),
    /** Counts of what was done; all zero when the file was refused. A changed fact is one that replaced an older one. */
    areas: Counts,
    sites: Counts,
    /** Of sites. A changed one is one that is now recorded otherwise. */
    terms: Counts,
    people: Counts,
    facts: Counts,
    refusedRows: z.int().min(0),
    refused: z.array(RowRefusal).max(MAX_REFUSALS_LISTED),
    recordedAt: InstantField,
    recordedBy: z.string(),
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof ImportView>;

/** The body of an import: the whole file as text/csv. */
export const ImportText = z.string().min(1);
export type ImportText = z.infer<typeof ImportText>;
