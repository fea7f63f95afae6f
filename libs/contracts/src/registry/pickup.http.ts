import { z } from 'zod';
import { DateField, Id, InstantField } from '../events/fields.js';
import { Relation } from './family.http.js';

/** Letters, marks and the signs between parts of a name; no controls, digits or marks that turn the direction of writing. */
const PickupName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{M}][\p{L}\p{M}·.'’ -]*$/u);
const PickupPhone = z.string().regex(/^[0-9]{5,15}$/);

/** Somebody without an account who may take the elder home, on the days in [from, to). */
export const AuthorisePickup = z
  .strictObject({
    name: PickupName,
    phone: PickupPhone.nullable().default(null),
    relation: Relation,
    from: DateField.optional(),
    to: DateField.nullable().optional(),
  })
  .meta({ id: 'AuthorisePickup' });
export type AuthorisePickup = z.infer<typeof AuthorisePickup>;

export const PickupView = z
  .object({
    pickupId: Id,
    personId: Id,
    name: z.string(),
    phone: z.string().nullable(),
    relation: Relation,
    from: DateField,
    to: DateField.nullable(),
    recordedAt: InstantField,
    endedAt: InstantField.nullable(),
  })
  .meta({ id: 'PickupPerson' });
export type PickupView = z.infer<typeof PickupView>;

export const PickupList = z.object({ items: z.array(PickupView).max(50) }).meta({ id: 'PickupPersonList' });
export type PickupList = z.infer<typeof PickupList>;
