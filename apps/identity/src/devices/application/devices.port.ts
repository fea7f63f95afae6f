import type { Tx } from '@doorstep/persistence';

export interface Device {
  readonly deviceId: string;
  readonly siteId: string;
  readonly label: string;
  readonly state: 'invited' | 'paired' | 'revoked';
}

export abstract class Devices {
  abstract invite(tx: Tx, device: Omit<Device, 'state'>, codeHash: Buffer, expiresAt: Date): Promise<void>;
  /** The device that this code belongs to; a code pairs once, whoever comes first. */
  abstract pair(tx: Tx, codeHash: Buffer, tokenHash: Buffer): Promise<Device | undefined>;
  /** The device of this token, unless it was revoked. */
  abstract paired(tokenHash: Buffer): Promise<Device | undefined>;
  abstract find(deviceId: string): Promise<Device | undefined>;
  abstract list(siteId: string, limit: number): Promise<Device[]>;
  abstract revoke(tx: Tx, deviceId: string): Promise<void>;
}
