import { z } from 'zod';
import { Code, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { LookupPurpose, SourceRef, VaultField } from './person.http.js';

export const MAX_LOOKED_UP = 500;
export const MAX_FOUND = 20;

export const Diet = z.strictObject({
  /** What must not be in a meal: peanut, shellfish, gluten and so on. */
  allergies: z.array(Code).max(20),
  texture: z.enum(['regular', 'soft', 'minced', 'pureed', 'liquid']),
  lowSalt: z.boolean(),
  lowSugar: z.boolean(),
  faith: z.enum(['none', 'halal', 'buddhist_vegetarian', 'vegetarian']),
});
export type Diet = z.infer<typeof Diet>;

export const PutDiet = z.strictObject({ diet: Diet, source: SourceRef.optional() }).meta({ id: 'PutDiet' });
export type PutDiet = z.infer<typeof PutDiet>;

export const DietView = z
  .object({ personId: Id, diet: Diet, source: z.string().nullable(), recordedAt: InstantField, recordedBy: z.string() })
  .meta({ id: 'Diet' });
export type DietView = z.infer<typeof DietView>;

/** No control characters, and no marks that make text run the other way or hide it. */
export const visibleText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\p{Cs}\u0000-\u0009\u000B-\u001F\u007F-\u009F]+$/u)
    .transform((text) => text.normalize('NFC'));

export const PutHealthNote = z
  .strictObject({ note: visibleText(2_000), source: SourceRef.optional() })
  .meta({ id: 'PutHealthNote' });
export type PutHealthNote = z.infer<typeof PutHealthNote>;

export const HealthNoteView = z
  .object({
    personId: Id,
    note: z.string(),
    source: z.string().nullable(),
    recordedAt: InstantField,
    recordedBy: z.string(),
  })
  .meta({ id: 'HealthNote' });
export type HealthNoteView = z.infer<typeof HealthNoteView>;

/** The newest first. At most 200 of one person are kept; the older ones go by their retention period. */
export const HealthNoteQuery = PageQuery;
export type HealthNoteQuery = z.infer<typeof HealthNoteQuery>;
export const HealthNotePage = pageOf(HealthNoteView).meta({ id: 'HealthNotePage' });
export type HealthNotePage = z.infer<typeof HealthNotePage>;

export const PhoneNumber = z.string().regex(/^\+?[0-9][0-9 -]{2,24}$/);

/** What is left out stays as it is; null takes it away. */
export const PatchContact = z
  .strictObject({
    phone: PhoneNumber.nullable().optional(),
    address: visibleText(200).nullable().optional(),
    emergencyName: visibleText(60).nullable().optional(),
    emergencyPhone: PhoneNumber.nullable().optional(),
  })
  .meta({ id: 'PatchContact' });
export type PatchContact = z.infer<typeof PatchContact>;

export const LookUpPeople = z
  .strictObject({ personIds: z.array(Id).min(1).max(MAX_LOOKED_UP), purpose: LookupPurpose })
  .meta({ id: 'LookUpPeople' });
export type LookUpPeople = z.infer<typeof LookUpPeople>;

export const FoundPerson = z
  .object({
    personId: Id,
    name: VaultField,
    idNumber: VaultField,
    phone: VaultField,
    address: VaultField,
    emergencyName: VaultField,
    emergencyPhone: VaultField,
    /** Null when none is recorded, or when neither role nor purpose needs it. */
    diet: Diet.nullable(),
  })
  .meta({ id: 'FoundPerson' });
export type FoundPerson = z.infer<typeof FoundPerson>;

/** Whoever is out of the caller's reach is left out, like somebody who does not exist. */
export const FoundPeople = z.object({ items: z.array(FoundPerson) }).meta({ id: 'FoundPeople' });
export type FoundPeople = z.infer<typeof FoundPeople>;

/** Initials (zxm), the last four characters of phone or ID number, or one of them or the name whole. */
export const SearchPeople = z
  .strictObject({ text: visibleText(60), purpose: LookupPurpose })
  .meta({ id: 'SearchPeople' });
export type SearchPeople = z.infer<typeof SearchPeople>;

/** For paper: a page that a browser prints. */
export const PrintPeople = z
  .strictObject({
    kind: z.enum(['roster', 'labels']),
    purpose: LookupPurpose,
    title: visibleText(80),
    rows: z
      .array(z.strictObject({ personId: Id, text: visibleText(120).optional() }))
      .min(1)
      .max(MAX_LOOKED_UP),
  })
  .meta({ id: 'PrintPeople' });
export type PrintPeople = z.infer<typeof PrintPeople>;
