import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Device } from '../application/devices.port.js';
import { Devices } from '../application/devices.port.js';

const COLUMNS = `id AS "deviceId", site_id AS "siteId", label,
  CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN paired_at IS NOT NULL THEN 'paired' ELSE 'invited' END AS state`;

@Injectable()
export class SqlDevices extends Devices {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async invite(
    tx: Tx,
    { deviceId, siteId, label }: Omit<Device, 'state'>,
    codeHash: Buffer,
    expiresAt: Date,
  ): Promise<void> {
    await tx.query('INSERT INTO device (id, site_id, label, code_hash, code_expires_at) VALUES ($1, $2, $3, $4, $5)', [
      deviceId,
      siteId,
      label,
      codeHash,
      expiresAt,
    ]);
  }

  async pair(tx: Tx, codeHash: Buffer, tokenHash: Buffer): Promise<Device | undefined> {
    const [paired] = await tx.query<Device>(
      `UPDATE device SET token_hash = $2, paired_at = now(), code_hash = NULL
       WHERE code_hash = $1 AND code_expires_at > now() AND revoked_at IS NULL RETURNING ${COLUMNS}`,
      [codeHash, tokenHash],
    );
    return paired;
  }

  async paired(tokenHash: Buffer): Promise<Device | undefined> {
    return (await this.query('WHERE token_hash = $1 AND revoked_at IS NULL', [tokenHash]))[0];
  }

  async find(deviceId: string): Promise<Device | undefined> {
    return (await this.query('WHERE id = $1', [deviceId]))[0];
  }

  list(siteId: string, limit: number): Promise<Device[]> {
    return this.query('WHERE site_id = $1 ORDER BY id DESC LIMIT $2', [siteId, limit]);
  }

  async revoke(tx: Tx, deviceId: string): Promise<void> {
    await tx.query('UPDATE device SET revoked_at = COALESCE(revoked_at, now()), code_hash = NULL WHERE id = $1', [
      deviceId,
    ]);
  }

  private query(rest: string, values: readonly unknown[]): Promise<Device[]> {
    return this.transactions.read((tx) => tx.query<Device>(`SELECT ${COLUMNS} FROM device ${rest}`, values));
  }
}
