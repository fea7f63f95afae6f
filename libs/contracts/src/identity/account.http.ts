import { z } from 'zod';
import { Code, Id, InstantField } from '../events/fields.js';
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

export const InviteDevice = z
  .strictObject({ siteId: Code, label: z.string().min(1).max(60) })
  .meta({ id: 'InviteDevice' });
export type InviteDevice = z.infer<typeof InviteDevice>;

const DEVICE = {
  deviceId: Id,
  siteId: Code,
  label: z.string(),
  state: z.enum(['invited', 'paired', 'revoked']),
};
export const DeviceView = z.object(DEVICE).meta({ id: 'DeviceView' });
export type DeviceView = z.infer<typeof DeviceView>;

/** The code is shown once and good for ten minutes. */
export const InvitedDevice = z.object({ ...DEVICE, pairingCode: z.string() }).meta({ id: 'InvitedDevice' });
export type InvitedDevice = z.infer<typeof InvitedDevice>;

export const DeviceQuery = z.strictObject({ siteId: Code });
/** The newest hundred of a site. */
export const DeviceList = z.object({ items: z.array(DeviceView).max(100) }).meta({ id: 'DeviceList' });
export type DeviceList = z.infer<typeof DeviceList>;
