import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';

export interface DeviceChange {
  readonly deviceId: string;
  readonly siteId: string;
  readonly at: string;
}

export interface DayKey {
  readonly keyId: string;
  /** 256 random bits. */
  readonly key: Buffer;
}

/** The shared tills of sites as `identity` tells of them, and what each of them opens its copies with. */
export abstract class TillDevices {
  /** Changes nothing for a device that was revoked: the two may be told in any order. */
  abstract paired(tx: Tx, devices: readonly DeviceChange[]): Promise<void>;
  /** For ever; its keys are destroyed. */
  abstract revoked(tx: Tx, devices: readonly DeviceChange[]): Promise<void>;
  /** True while the device is paired with the site; holds it so until the end of the transaction. */
  abstract holdPaired(tx: Tx, deviceId: string, siteId: string): Promise<boolean>;
  /** The one key of the device for the day, made when first asked for. Keys of days before are destroyed. */
  abstract keyOf(tx: Tx, deviceId: string, day: LocalDate): Promise<DayKey>;
}
