import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { PhoneNumber, visibleText } from './lookup.http.js';
import { SourceRef } from './person.http.js';

/** What a visitor says at a till for the first time. The ID number of a resident holds the date of birth. */
export const QuickRegister = z
  .strictObject({
    siteId: Code,
    /** Lists are opened in spreadsheets, which would run it. */
    name: visibleText(60).refine((name) => !/^[=+\-@]/.test(name), 'begins like a formula'),
    bornOn: DateField.optional(),
    idNumber: z
      .string()
      .regex(/^[0-9A-Z]{6,18}$/)
      .optional(),
    phone: PhoneNumber.optional(),
  })
  .refine(({ bornOn, idNumber }) => bornOn !== undefined || idNumber !== undefined, 'a date of birth or an ID number')
  .meta({ id: 'QuickRegister' });
export type QuickRegister = z.infer<typeof QuickRegister>;

/** `registered` is false for somebody who was known by this number and name already; nothing else is told of this person. */
export const QuickRegistered = z.object({ personId: Id, registered: z.boolean() }).meta({ id: 'QuickRegistered' });
export type QuickRegistered = z.infer<typeof QuickRegistered>;

/** `effectiveOn`: from which day on the person counts as checked; without it from the registration on, so that meals since then are decided again. */
export const VerifyPerson = z
  .strictObject({ effectiveOn: DateField.optional(), source: SourceRef.optional() })
  .meta({ id: 'VerifyPerson' });
export type VerifyPerson = z.infer<typeof VerifyPerson>;

export const UnverifiedQuery = PageQuery;
export type UnverifiedQuery = z.infer<typeof UnverifiedQuery>;

/** The person, since when this person waits to be checked, and who registered her. */
export const UnverifiedPerson = z
  .object({ personId: Id, factId: Id, since: DateField, recordedAt: InstantField, recordedBy: z.string() })
  .meta({ id: 'UnverifiedPerson' });
export type UnverifiedPerson = z.infer<typeof UnverifiedPerson>;
export const UnverifiedPage = pageOf(UnverifiedPerson).meta({ id: 'UnverifiedPage' });
export type UnverifiedPage = z.infer<typeof UnverifiedPage>;
