import { z } from 'zod';
import { Code, DateField } from '../events/fields.js';

/** Where somebody is registered or lives. Codes of areas, from city down. */
export const Place = z.object({ province: Code.optional(), city: Code, district: Code, town: Code.optional() });

export const CategoryCode = z.enum([
  'tekun',
  'dibao',
  'dibao_margin',
  'low_income',
  'entitled',
  'disabled',
  'bereaved',
  'alone',
  'empty_nest',
  'left_behind',
  'no_family',
  'severe_handicap',
  'handicap12_hardship',
  'family_planning',
  'severe_care',
]);

/**
 * The value of a dated fact. `birth`, `death` and `application` carry their own dates and hold without an interval;
 * `hukou`, `residence`, `category` and `ability_level` hold in `[validFrom, validTo)`; a `stay` runs from `validFrom` (admission)
 * to `validTo` (discharge) with the end days as the packs say.
 */
export const PersonFactValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('birth'), bornOn: DateField }),
  z.object({ kind: z.literal('death'), diedOn: DateField }),
  z.object({ kind: z.literal('hukou'), place: Place }),
  z.object({ kind: z.literal('residence'), place: Place }),
  z.object({ kind: z.literal('category'), category: CategoryCode }),
  z.object({ kind: z.literal('ability_level'), level: z.int().min(0).max(4) }),
  z.object({ kind: z.literal('stay'), stay: z.enum(['hospital', 'institution']) }),
  z.object({
    kind: z.literal('application'),
    for: Code,
    appliedOn: DateField,
    approvedOn: DateField.optional(),
    firstIssuedOn: DateField.optional(),
    /** The first day on which the enrolment holds no longer; without it, it holds for good. */
    endsOn: DateField.optional(),
  }),
]);
export type PersonFactValue = z.infer<typeof PersonFactValue>;
export type PersonFactKind = PersonFactValue['kind'];
