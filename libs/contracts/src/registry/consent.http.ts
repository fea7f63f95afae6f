import { z } from 'zod';
import { ActChannel } from '../events/act-channel.js';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { ConsentBy, ConsentHow } from './consent-facts.js';
import { SourceRef } from './person.http.js';

const TextVersion = z.int().min(1).max(10_000);

/** A version of a text holds from `from` until the next one begins. */
export const ConsentTextView = z
  .object({
    text: Code,
    version: TextVersion,
    from: DateField,
    /** Whether it is the version to be agreed to today. */
    current: z.boolean(),
    zh: z.string(),
    en: z.string(),
    sha256: z.string(),
  })
  .meta({ id: 'ConsentText' });
export type ConsentTextView = z.infer<typeof ConsentTextView>;

export const ConsentTextList = z.object({ items: z.array(ConsentTextView).max(500) }).meta({ id: 'ConsentTextList' });
export type ConsentTextList = z.infer<typeof ConsentTextList>;

/** How somebody agreed; `givenOn` is today unless said otherwise, `source` the number of a signed paper. */
const ConsentWord = z.strictObject({
  textVersion: TextVersion,
  givenBy: ConsentBy,
  how: ConsentHow,
  givenOn: DateField.optional(),
  source: SourceRef.optional(),
  /** Through which channel the wish came; left out, the one that goes with the work of whoever acts. */
  via: ActChannel.optional(),
});
export type ConsentWord = z.infer<typeof ConsentWord>;
export const ConsentWordInput = ConsentWord.meta({ id: 'ConsentWord' });

export const GiveConsent = ConsentWord.extend({ text: Code }).strict().meta({ id: 'GiveConsent' });
export type GiveConsent = z.infer<typeof GiveConsent>;

export const WithdrawConsent = z
  .strictObject({ withdrawnBy: ConsentBy, how: ConsentHow, via: ActChannel.optional() })
  .meta({ id: 'WithdrawConsent' });
export type WithdrawConsent = z.infer<typeof WithdrawConsent>;

export const ConsentView = z
  .object({
    consentId: Id,
    personId: Id,
    text: Code,
    textVersion: TextVersion,
    givenBy: ConsentBy,
    how: ConsentHow,
    givenOn: DateField,
    source: z.string().nullable(),
    recordedAt: InstantField,
    recordedBy: z.string(),
    withdrawnAt: InstantField.nullable(),
    withdrawnBy: ConsentBy.nullable(),
    withdrawnHow: ConsentHow.nullable(),
  })
  .meta({ id: 'Consent' });
export type ConsentView = z.infer<typeof ConsentView>;

export const ConsentList = z.object({ items: z.array(ConsentView).max(500) }).meta({ id: 'ConsentList' });
export type ConsentList = z.infer<typeof ConsentList>;
