import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PersonFactValue, Place } from './person-facts.js';

/** Reference to the paper or list a fact was taken from. A number, never a name. */
export const SourceRef = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/);

/**
 * Who somebody is, as far as the caller's role may see it: each value is clear, masked (张*明, 138****1234) or null. `visible` says
 * which, so that a screen never takes a mask for a name.
 */
export const VaultField = z.object({
  visible: z.enum(['clear', 'masked', 'hidden']),
  value: z.string().nullable(),
});

export const PersonView = z
  .object({
    personId: Id,
    /** Number on the lists of a bureau; null for everybody who does not work on them. */
    externalRef: z.string().nullable(),
    registeredAt: InstantField,
    name: VaultField,
    idNumber: VaultField,
    phone: VaultField,
    address: VaultField,
    emergencyName: VaultField,
    emergencyPhone: VaultField,
    /** Of a file that was merged into another one: the file that stands for the person. */
    mergedInto: Id.optional(),
  })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof PersonView>;

/** What a screen or paper is for. It narrows what the caller's role sees: a kitchen needs diets and no names. Each role has its own. */
export const LookupPurpose = z.enum(['kitchen', 'till', 'delivery', 'day_care', 'service', 'family']);
export type LookupPurpose = z.infer<typeof LookupPurpose>;

/** Why somebody is looked up; it goes into the access event. Without it: what the caller's role usually looks for. */
export const PersonQuery = z.strictObject({ purpose: LookupPurpose.optional() });
export type PersonQuery = z.infer<typeof PersonQuery>;

const [birth, death, hukou, residence, category, abilityLevel, stay, application] = PersonFactValue.options;
const place = Place.strict();

/** The value of a fact as a caller may send it: the event's, but what is not known is refused instead of dropped. */
export const FactInput = z.discriminatedUnion('kind', [
  birth.strict(),
  death.strict(),
  hukou.extend({ place }).strict(),
  residence.extend({ place }).strict(),
  category.strict(),
  abilityLevel.strict(),
  stay.strict(),
  application.strict(),
]);

/** `birth`, `death` and `application` carry their own dates: `validFrom` and `validTo` are then left out. */
export const RecordFact = z
  .strictObject({
    fact: FactInput,
    validFrom: DateField.optional(),
    validTo: DateField.nullable().optional(),
    /** The believed fact of the same kind that this one takes the place of. */
    replacesFactId: Id.optional(),
    source: SourceRef.optional(),
  })
  .meta({ id: 'RecordFact' });
export type RecordFact = z.infer<typeof RecordFact>;

export const RetractFact = z.strictObject({ reason: Code, source: SourceRef.optional() }).meta({ id: 'RetractFact' });
export type RetractFact = z.infer<typeof RetractFact>;

export const FactView = z
  .object({
    factId: Id,
    personId: Id,
    fact: PersonFactValue,
    validFrom: DateField,
    validTo: DateField.nullable(),
    recordedAt: InstantField,
    recordedBy: z.string(),
    source: z.string().nullable(),
    replacesFactId: Id.nullable(),
    /** When the fact stopped being believed, by a newer fact or a retraction; null while it is believed. */
    endedAt: InstantField.nullable(),
    endedBy: z.enum(['replaced', 'retracted']).nullable(),
    reason: Code.nullable(),
  })
  .meta({ id: 'Fact' });
export type FactView = z.infer<typeof FactView>;

export const FactQuery = z.strictObject({
  /** Only facts that are true on this date. */
  asOf: DateField.optional(),
  /** What was believed at this moment; without it, what is believed now. */
  recordedAsOf: InstantField.optional(),
});
export type FactQuery = z.infer<typeof FactQuery>;

export const FactList = z.object({ items: z.array(FactView) }).meta({ id: 'FactList' });
export type FactList = z.infer<typeof FactList>;
