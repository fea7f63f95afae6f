import { createHash, randomBytes } from 'node:crypto';
import { DeviceChangedV1 } from '@doorstep/contracts';
import { NotFoundError, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { AttemptCounts } from '../../accounts/application/attempts.port.js';
import { Secrets } from '../../shared/application/secrets.js';
import type { Device } from './devices.port.js';
import { Devices } from './devices.port.js';

const CODE_MS = 10 * 60_000;
/** 32 signs that nobody mistakes for one another; ten of them are 50 bits. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export class DeviceNotFoundError extends NotFoundError {
  constructor() {
    super('DEVICE.NOT_FOUND', 'no such device');
  }
}

/** A shared till or tablet of one site: invited by a manager with a code, paired once, revoked at any time. */
@Injectable()
export class Pairing {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly devices: Devices,
    private readonly attempts: AttemptCounts,
    private readonly secrets: Secrets,
  ) {}

  async invite(
    siteId: string,
    label: string,
    meta: EventMeta,
  ): Promise<{ readonly device: Device; readonly pairingCode: string }> {
    const device: Device = { deviceId: uuidv7(), siteId, label, state: 'invited' };
    const pairingCode = Array.from(randomBytes(10), (byte) => SIGNS[byte % 32] ?? '').join('');
    await this.changed(device, 'invited', meta, (tx) =>
      this.devices.invite(tx, device, this.codeHash(pairingCode), new Date(Date.now() + CODE_MS)),
    );
    return { device, pairingCode };
  }

  /** The token for this device's cookie. `from` is the address that tries: guessing there is counted and paused. */
  async pair(code: string, from: string): Promise<{ readonly device: Device; readonly token: string } | undefined> {
    const key = this.secrets.mac('attempt pairing', from);
    if (!(await this.attempts.mayTry(key))) return undefined;
    const token = randomBytes(32).toString('base64url');
    const codeHash = this.codeHash(code.toUpperCase().replace(/[^0-9A-Z]/g, ''));
    const changeId = uuidv7();
    const device = await this.transactions.run({ keys: [{ space: 'access', key: changeId }] }, async (tx) => {
      const paired = await this.devices.pair(tx, codeHash, tokenHash(token));
      if (paired)
        await this.tell(tx, paired, 'paired', { actor: 'identity:device', correlationId: changeId }, changeId);
      return paired;
    });
    if (!device) return undefined;
    await this.attempts.succeeded(key);
    return { device, token };
  }

  deviceOf(token: string): Promise<Device | undefined> {
    return this.devices.paired(tokenHash(token));
  }

  async revoke(deviceId: string, meta: EventMeta): Promise<Device> {
    const device = await this.devices.find(deviceId);
    if (!device) throw new DeviceNotFoundError();
    await this.changed(device, 'revoked', meta, (tx) => this.devices.revoke(tx, deviceId));
    return { ...device, state: 'revoked' };
  }

  private async changed(
    device: Device,
    change: string,
    meta: EventMeta,
    work: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    const key = uuidv7();
    await this.transactions.run({ keys: [{ space: 'access', key }] }, async (tx) => {
      await work(tx);
      await this.tell(tx, device, change, meta, key);
    });
  }

  private async tell(
    tx: Tx,
    { deviceId, siteId }: Device,
    change: string,
    meta: EventMeta,
    key: string,
  ): Promise<void> {
    const data = { deviceId, siteId, change, at: new Date().toISOString() };
    await this.outbox.add(tx, meta, newEvent(DeviceChangedV1, key, data));
  }

  private codeHash(code: string): Buffer {
    return this.secrets.mac('pairing', code);
  }
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
