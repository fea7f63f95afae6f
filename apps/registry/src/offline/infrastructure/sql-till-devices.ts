import { randomBytes } from 'node:crypto';
import type { LocalDate } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { KeyWrapper } from '../../vault/application/key-wrapper.port.js';
import { KEY_BYTES } from '../../vault/domain/sealed-box.js';
import type { DayKey, DeviceChange } from '../application/till-devices.port.js';
import { TillDevices } from '../application/till-devices.port.js';

const GIVEN = `unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS given (device_id, site_id, at)`;
const PAIRED = `INSERT INTO till_device (device_id, site_id, paired_at)
  SELECT DISTINCT ON (device_id) device_id, site_id, at FROM ${GIVEN} ORDER BY device_id, at ON CONFLICT (device_id) DO NOTHING`;
const REVOKED = `INSERT INTO till_device AS known (device_id, site_id, revoked_at)
  SELECT DISTINCT ON (device_id) device_id, site_id, at FROM ${GIVEN} ORDER BY device_id, at
  ON CONFLICT (device_id) DO UPDATE SET revoked_at = coalesce(known.revoked_at, excluded.revoked_at)`;
const HOLD = `SELECT device_id FROM till_device
  WHERE device_id = $1 AND site_id = $2 AND revoked_at IS NULL FOR NO KEY UPDATE`;
/** Of all tills, one that never comes back included; what another till is just destroying is left to it. */
const DESTROY = `DELETE FROM offline_key WHERE (device_id, day) IN
  (SELECT device_id, day FROM offline_key WHERE day < $1 FOR UPDATE SKIP LOCKED)`;
const KEY = 'SELECT key_id, wrapped_key FROM offline_key WHERE device_id = $1 AND day = $2';
const ADD_KEY = 'INSERT INTO offline_key (device_id, day, key_id, wrapped_key) VALUES ($1, $2, $3, $4)';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface KeyRow {
  readonly key_id: string;
  readonly wrapped_key: Buffer;
}

/** Keys are wrapped by the master key for one device and one day: none opens in the place of another. */
@Injectable()
export class SqlTillDevices extends TillDevices {
  constructor(private readonly wrapper: KeyWrapper) {
    super();
  }

  async paired(tx: Tx, devices: readonly DeviceChange[]): Promise<void> {
    await tx.query(PAIRED, columnsOf(devices));
  }

  async revoked(tx: Tx, devices: readonly DeviceChange[]): Promise<void> {
    await tx.query(REVOKED, columnsOf(devices));
    const ids = devices.map(({ deviceId }) => deviceId);
    await tx.query('DELETE FROM offline_key WHERE device_id = ANY ($1::uuid[])', [ids]);
  }

  async holdPaired(tx: Tx, deviceId: string, siteId: string): Promise<boolean> {
    return UUID.test(deviceId) && (await tx.query(HOLD, [deviceId, siteId])).length > 0;
  }

  async keyOf(tx: Tx, deviceId: string, day: LocalDate): Promise<DayKey> {
    await tx.query(DESTROY, [day]);
    const context = `offline ${deviceId} ${day}`;
    const [known] = await tx.query<KeyRow>(KEY, [deviceId, day]);
    if (known) {
      const [key] = await this.wrapper.unwrap([known.wrapped_key], [context]);
      return { keyId: known.key_id, key: key as Buffer };
    }
    const made = { keyId: uuidv7(), key: randomBytes(KEY_BYTES) };
    const [wrapped] = await this.wrapper.wrap([made.key], [context]);
    await tx.query(ADD_KEY, [deviceId, day, made.keyId, wrapped]);
    return made;
  }
}

function columnsOf(devices: readonly DeviceChange[]): unknown[] {
  return [
    sqlArray(devices.map(({ deviceId }) => deviceId)),
    sqlArray(devices.map(({ siteId }) => siteId)),
    sqlArray(devices.map(({ at }) => at)),
  ];
}
