import { z } from 'zod';
import { Code, Id } from '../events/fields.js';

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
