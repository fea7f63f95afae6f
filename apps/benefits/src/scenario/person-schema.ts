import { z } from 'zod';
import { CategoryCode } from '@doorstep/contracts';
import { DateText, Ref } from './schema-parts.js';

const Place = z.strictObject({
  from: DateText,
  to: DateText.optional(),
  province: Ref.optional(),
  city: Ref,
  district: Ref,
  town: Ref.optional(),
});

/** What a fact step may replace. */
export const PersonFactsText = z.strictObject({
  bornOn: DateText.optional(),
  diedOn: DateText.nullable().optional(),
  hukou: z.array(Place).max(50).optional(),
  livesIn: z.array(Place).max(50).optional(),
  categories: z
    .array(z.strictObject({ code: CategoryCode, from: DateText, to: DateText.optional() }))
    .max(50)
    .optional(),
  abilityLevel: z
    .array(z.strictObject({ level: z.int().min(0).max(4), from: DateText }))
    .max(50)
    .optional(),
  stays: z
    .array(z.strictObject({ kind: z.enum(['hospital', 'institution']), from: DateText, to: DateText.optional() }))
    .max(100)
    .optional(),
  applications: z
    .array(
      z.strictObject({
        // The check of who somebody is that was registered at a till is asked for like a scheme, beyond the format.
        for: z.union([z.enum(['meal', 'voucher', 'identity']), CategoryCode]),
        appliedOn: DateText,
        approvedOn: DateText.optional(),
        firstIssuedOn: DateText.optional(),
      }),
    )
    .max(50)
    .optional(),
});

export type PersonFactsText = z.infer<typeof PersonFactsText>;
