import { z } from 'zod';
import { InstantField } from '../events/fields.js';
import { AccountSubject } from '../registry/staff-facts.js';

/** An account of somebody on the staff. Families make theirs with their phone. */
export const CreateAccount = z
  .strictObject({ subject: AccountSubject, password: z.string().min(12).max(128) })
  .meta({ id: 'CreateAccount' });
export type CreateAccount = z.infer<typeof CreateAccount>;

/** What is left out stays as it is. */
export const ChangeAccount = z
  .strictObject({
    password: z.string().min(12).max(128).optional(),
    /** For shared devices. */
    pin: z
      .string()
      .regex(/^\d{6,12}$/)
      .optional(),
    disabled: z.boolean().optional(),
  })
  .meta({ id: 'ChangeAccount' });
export type ChangeAccount = z.infer<typeof ChangeAccount>;

export const AccountView = z
  .object({
    subject: AccountSubject,
    kind: z.enum(['staff', 'family']),
    hasPassword: z.boolean(),
    hasPin: z.boolean(),
    hasSecondFactor: z.boolean(),
    /** Until then its owner may set up a second factor when signing in; null otherwise. */
    secondFactorOpenUntil: InstantField.nullable(),
    disabled: z.boolean(),
  })
  .meta({ id: 'AccountView' });
export type AccountView = z.infer<typeof AccountView>;

/** Shown once, for the authenticator app of its owner. */
export const SecondFactor = z.object({ otpauthUri: z.string() }).meta({ id: 'SecondFactor' });
export type SecondFactor = z.infer<typeof SecondFactor>;
